import type { JsonValue } from "../../shared/json.js";
import { type Integration, type Resource, TaskFailure } from "../engine/index.js";
import { clientConfigOf, type Route } from "./routes.js";
import { type SdkService, sdkService } from "./sdk-client.js";
import { optimizedFailure, sdkFailure } from "./sdk-failure.js";
import { sdkMetadata } from "./sdk-metadata.js";
import { sdkPackage } from "./sdk-packages.js";
import { objectOf, SHAPES } from "./shapes.js";
import type { Site } from "./site.js";

/** Calls services where their routes lead, by the services' own SDK clients, each made once. */
export class RoutedServices {
  readonly #site: Site;
  readonly #services = new Map<string, SdkService>();

  constructor(site: Site) {
    this.#site = site;
  }

  /** The client of a service on a route. */
  service(resourceType: string, route: Route): SdkService {
    const packageName = sdkPackage(resourceType);
    const key = JSON.stringify([packageName, route]);
    const known = this.#services.get(key);
    if (known !== undefined) return known;
    const service = sdkService(packageName, () => clientConfigOf(route, this.#site));
    this.#services.set(key, service);
    return service;
  }

  /** Does the work of an integration by one call of its service. */
  resource({ resourceType, action }: Integration, route: Route): Resource {
    const service = this.service(resourceType, route);
    const isSdk = resourceType.startsWith("aws-sdk:");
    const shape = isSdk ? undefined : SHAPES[`${resourceType}:${action}`];
    return {
      async run({ parameters, signal }) {
        const members = objectOf(parameters);
        let answer: JsonValue;
        try {
          answer = await service.call(action, shape?.encode(members) ?? members, signal);
        } catch (error) {
          throw new TaskFailure(
            isSdk
              ? sdkFailure(await service.name().catch(() => "AwsSdk"), error)
              : optimizedFailure(resourceType, error),
          );
        }
        const failure = shape?.failure(objectOf(answer));
        if (failure !== undefined) throw new TaskFailure(failure);
        return WITH_METADATA.includes(resourceType) ? withMetadata(answer) : answer;
      },
    };
  }
}

/** Integrations that tell of the HTTP answer. */
const WITH_METADATA: readonly string[] = ["dynamodb", "sns", "sqs"];

function withMetadata(answer: JsonValue): JsonValue {
  const length = Buffer.byteLength(JSON.stringify(answer));
  const type = { "Content-Type": "application/x-amz-json-1.0", Server: "Server" };
  return { ...(answer as object), ...sdkMetadata(crypto.randomUUID(), length, type) }; // an operation answers an object
}
