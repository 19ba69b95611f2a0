import { readFileSync } from "node:fs";
import { GenericContainer, type StartedTestContainer, Wait } from "testcontainers";
import type { RunningStores } from "./kinds.js";

/** Starts the two images of docker-compose.yml in containers that testcontainers removes, even after a crash. */
export async function start(): Promise<RunningStores> {
  const dynamodb = new LoopbackContainer(image("amazon/dynamodb-local"))
    .withExposedPorts(8000)
    .withCommand(["-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-disableTelemetry"])
    // A request without a signature is a 400: it answers.
    .withWaitStrategy(Wait.forHttp("/", 8000).forStatusCode(400));
  const s3 = new LoopbackContainer(image("adobe/s3mock"))
    .withExposedPorts(9090)
    .withWaitStrategy(Wait.forHttp("/", 9090).forStatusCode(200));

  const starting = await Promise.allSettled([dynamodb.start(), s3.start()]);
  const started = starting.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const close = async () => {
    await Promise.all(started.map((container) => container.stop()));
  };
  const [dynamodbContainer, s3Container] = started;
  if (dynamodbContainer !== undefined && s3Container !== undefined) {
    return { dynamodb: url(dynamodbContainer, 8000), s3: url(s3Container, 9090), close };
  }
  await close();
  throw starting.find((one) => one.status === "rejected")?.reason;
}

/** Publishes its ports on loopback only, where testcontainers would take every interface. */
class LoopbackContainer extends GenericContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    const remote = /^(tcp|http)/.test(process.env.DOCKER_HOST ?? "");
    if (remote) return; // loopback there is not loopback here
    const bindings: { HostIp?: string }[][] = Object.values(this.hostConfig.PortBindings ?? {});
    for (const binding of bindings.flat()) binding.HostIp = "127.0.0.1";
  }
}

/** By address: to a host name, "localhost" too, the S3 client puts the bucket in front. */
function url(container: StartedTestContainer, port: number): string {
  const host = container.getHost() === "localhost" ? "127.0.0.1" : container.getHost();
  return `http://${host}:${container.getMappedPort(port)}`;
}

/** The image with the version that docker-compose.yml names. */
function image(name: string): string {
  const compose = readFileSync(new URL("../../docker-compose.yml", import.meta.url), "utf8");
  const found = compose.match(/(?<=image: )\S+/g)?.find((one) => one.startsWith(`${name}:`));
  if (found === undefined) throw new Error(`Expected docker-compose.yml to name an image ${name}`);
  return found;
}
