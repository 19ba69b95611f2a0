import type { Exchange, Fault, Next, Outcome, RecordedRequest, Service } from "./exchange.js";

export interface Rule {
  /** The operation to disturb; any when absent. */
  readonly operation?: string;
  /** Which of these requests to disturb; all when absent. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** How many matching requests to let through first. Default 0. */
  readonly skip?: number;
  /** How many to disturb after that; may be Infinity. Default 1. */
  readonly times?: number;
  readonly fault: Fault;
}

export interface Rules {
  /** Adds a rule behind those that are there and returns what removes it. Throws when the fault is for the other service. */
  add(rule: Rule): () => void;
  clear(): void;
  /** Sends the exchange through every layer that applies and the first other fault that does, then to `store`. */
  apply(exchange: Exchange, store: Next): Promise<Outcome>;
}

interface Counted extends Rule {
  toSkip: number;
  left: number;
}

export function createRules(service: Service): Rules {
  let rules: Counted[] = [];

  /** Counts a rule down only when it is this request's turn to meet it. */
  function meets(rule: Counted, request: RecordedRequest): boolean {
    if (rule.left <= 0) return false;
    if (rule.operation !== undefined && rule.operation !== request.operation) return false;
    if (rule.when !== undefined && !rule.when(request)) return false;
    if (rule.toSkip > 0) {
      rule.toSkip -= 1;
      return false;
    }
    rule.left -= 1;
    return true;
  }

  function faultsFor(request: RecordedRequest): Fault[] {
    const faults: Fault[] = [];
    let disturbed = false;
    for (const rule of rules) {
      if (disturbed && !rule.fault.layer) continue;
      if (!meets(rule, request)) continue;
      faults.push(rule.fault);
      disturbed ||= !rule.fault.layer;
    }
    return faults;
  }

  return {
    add(rule) {
      if (rule.fault.service !== undefined && rule.fault.service !== service) {
        throw new Error(
          `Expected a fault for ${service}, got ${rule.fault.name}, which is for ${rule.fault.service}`,
        );
      }
      const counted = { ...rule, toSkip: rule.skip ?? 0, left: rule.times ?? 1 };
      rules.push(counted);
      return () => {
        rules = rules.filter((other) => other !== counted);
      };
    },
    clear() {
      rules = [];
    },
    apply(exchange, store) {
      const faults = faultsFor(exchange.request);
      exchange.request.faults.push(...faults.map((fault) => fault.name));
      const chain = faults.reduceRight<Next>(
        (next, fault) => (changed) => fault.apply(changed, next),
        store,
      );
      return chain(exchange);
    },
  };
}
