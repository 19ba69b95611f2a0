import { choiceLabel } from "./choice-label.js";
import { describeState } from "./describe-state.js";
import { type DefinitionSource, readDefinition } from "./read-definition.js";
import { type Fields, fieldsOf, isFields, listOf, textOf } from "./record.js";

/** A state machine as nodes and edges: plain data, in the order of the document. */
export interface Graph {
  readonly comment?: string;
  readonly scope: GraphScope;
}

/** States that lead to one another: the machine, a branch of a Parallel, the processor of a Map. */
export interface GraphScope {
  /** Unique in the graph. */
  readonly id: string;
  readonly comment?: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Where a scope starts or ends, or a state that something leads to and the scope does not have. */
export interface MarkerNode {
  readonly kind: "start" | "end" | "missing";
  readonly id: string;
  /** Of a missing state. */
  readonly name: string;
}

export interface StateNode {
  readonly kind: "state";
  readonly id: string;
  readonly name: string;
  /** As the document says: a draft may have another than the eight. */
  readonly type: string;
  /** What it is, in a few words: `Task · lambda collect`, `Map, distributed`. */
  readonly caption: string;
  /** Retries, timeouts, where a Map reads and writes: a few words each. */
  readonly notes: readonly string[];
  readonly comment?: string;
  /** Whether the start of its scope leads to it. */
  readonly isReachable: boolean;
  /** Whether what is inside runs as executions of its own, of which this one's history tells nothing. */
  readonly isDistributed: boolean;
  /** The branches of a Parallel, the one processor of a Map; empty for others. */
  readonly scopes: readonly GraphScope[];
}

export type GraphNode = StateNode | MarkerNode;

export interface GraphEdge {
  readonly id: string;
  /** The ids of nodes of the same scope. */
  readonly from: string;
  readonly to: string;
  readonly kind: "start" | "next" | "choice" | "default" | "catch" | "end";
  /** The rule of a choice, the errors of a Catch, `Default`. */
  readonly label?: string;
  /** What the document says of the rule or the Catch. */
  readonly comment?: string;
}

/**
 * The nodes and edges of a state machine. It may be a draft: targets that are not there become nodes
 * of the kind `missing`, and states that nothing leads to are kept.
 *
 * @throws InvalidArgumentError for what is no state machine.
 */
export function graphOf(definition: DefinitionSource): Graph {
  const document = readDefinition(definition);
  const count = { node: 0, edge: 0, scope: 0 };
  const newId = (kind: keyof typeof count) => `${kind}${++count[kind]}`;
  return { ...commentOf(document), scope: readScope(document, newId) };
}

type NewId = (kind: "node" | "edge" | "scope") => string;

/** An edge as the document says it: to a name. */
interface Transition extends Pick<GraphEdge, "kind" | "label" | "comment"> {
  readonly target: string;
}

function readScope(document: Fields, newId: NewId): GraphScope {
  const id = newId("scope");
  const states = Object.entries(fieldsOf(document.States)).map(([name, value]) => {
    const fields = fieldsOf(value);
    return { id: newId("node"), name, fields, transitions: transitionsOf(fields) };
  });
  const ids = new Map(states.map((state) => [state.name, state.id]));
  const startAt = textOf(document.StartAt);
  const missing = new Map<string, string>();
  const idOf = (name: string) => {
    const known = ids.get(name) ?? missing.get(name) ?? newId("node");
    if (!ids.has(name)) missing.set(name, known);
    return known;
  };

  const start: MarkerNode = { kind: "start", id: newId("node"), name: "" };
  const end: MarkerNode = { kind: "end", id: newId("node"), name: "" };
  // What nothing leads to stands apart, with an end of its own.
  const endApart: MarkerNode = { ...end, id: newId("node") };
  const reached = reachedFrom(startAt, states);
  const edges: GraphEdge[] = [];
  if (startAt !== undefined) {
    edges.push({ id: newId("edge"), from: start.id, to: idOf(startAt), kind: "start" });
  }
  for (const { id: from, name, fields, transitions } of states) {
    for (const { target, ...edge } of transitions) {
      edges.push({ id: newId("edge"), from, to: idOf(target), ...edge });
    }
    if (!endsScope(fields)) continue;
    const to = (reached.has(name) ? end : endApart).id;
    edges.push({ id: newId("edge"), from, to, kind: "end" });
  }

  const nodes: GraphNode[] = [
    start,
    ...states.map(({ id, name, fields }) => readState(id, name, fields, reached.has(name), newId)),
    ...[...missing].map(([name, id]) => ({ kind: "missing" as const, id, name })),
    ...[end, endApart].filter(({ id }) => edges.some(({ to }) => to === id)),
  ];
  return { id, ...commentOf(document), nodes, edges };
}

function readState(
  id: string,
  name: string,
  fields: Fields,
  isReachable: boolean,
  newId: NewId,
): StateNode {
  return {
    kind: "state",
    id,
    name,
    type: textOf(fields.Type) ?? "",
    ...describeState(fields),
    ...commentOf(fields),
    isReachable,
    isDistributed: fieldsOf(fieldsOf(fields.ItemProcessor).ProcessorConfig).Mode === "DISTRIBUTED",
    scopes: scopesIn(fields).map((scope) => readScope(scope, newId)),
  };
}

function scopesIn({ Type, Branches, ItemProcessor, Iterator: older }: Fields): Fields[] {
  if (Type === "Parallel") return listOf(Branches).filter(isFields);
  if (Type === "Map") return [ItemProcessor ?? older].filter(isFields);
  return [];
}

function transitionsOf(fields: Fields): Transition[] {
  const rules = listOf(fields.Choices).map((value): Partial<Transition> => {
    const rule = fieldsOf(value);
    return { ...target(rule.Next), kind: "choice", label: choiceLabel(rule), ...commentOf(rule) };
  });
  const catchers = listOf(fields.Catch).map((value): Partial<Transition> => {
    const catcher = fieldsOf(value);
    const label = `catch ${errorsIn(catcher.ErrorEquals)}`;
    return { ...target(catcher.Next), kind: "catch", label, ...commentOf(catcher) };
  });
  const others = [
    ...rules,
    { ...target(fields.Default), kind: "default", label: "Default" },
    { ...target(fields.Next), kind: "next" },
    ...catchers,
  ];
  return others.filter((each): each is Transition => "target" in each);
}

function target(name: unknown): { readonly target?: string } {
  return typeof name === "string" ? { target: name } : {};
}

function errorsIn(value: unknown): string {
  const names = listOf(value).filter((name) => typeof name === "string");
  if (names.length === 0) return "nothing";
  return names.map((name) => (name === "States.ALL" ? "any error" : name)).join(", ");
}

/** A Fail state ends more than its scope, and so leads nowhere. */
function endsScope({ Type, End }: Fields): boolean {
  return Type === "Succeed" || (End === true && Type !== "Fail");
}

function reachedFrom(
  start: string | undefined,
  states: readonly { readonly name: string; readonly transitions: readonly Transition[] }[],
): ReadonlySet<string> {
  const targets = new Map(
    states.map(({ name, transitions }) => [name, transitions.map((each) => each.target)]),
  );
  const reached = new Set(start === undefined ? [] : [start]);
  for (const name of reached) for (const each of targets.get(name) ?? []) reached.add(each);
  return reached;
}

function commentOf({ Comment }: Fields): { readonly comment?: string } {
  return typeof Comment === "string" && Comment !== "" ? { comment: Comment } : {};
}
