import type {
  BrowserName,
  CompatStatement,
  Identifier,
  SupportStatement,
} from "@mdn/browser-compat-data";

/** The browsers that are asked about, by their names in the data: the major ones of desktop and mobile. */
export const BROWSERS = {
  chrome: "Chrome",
  edge: "Edge",
  firefox: "Firefox",
  opera: "Opera",
  safari: "Safari",
  chrome_android: "Chrome for Android",
  firefox_android: "Firefox for Android",
  opera_android: "Opera for Android",
  safari_ios: "Safari on iOS",
  samsunginternet_android: "Samsung Internet",
} as const satisfies Partial<Record<BrowserName, string>>;

export type Browser = keyof typeof BROWSERS;

export const browsers = Object.keys(BROWSERS) as Browser[]; // Object.keys forgets the names

/** What is directly below a feature or group, by name. */
export function entriesOf({ __compat, ...children }: Identifier): [name: string, Identifier][] {
  return Object.entries(children);
}

/** How well a tree of features is supported. */
export interface Support {
  readonly features: number;
  /** How many of the features each browser supports. */
  readonly supportedBy: Readonly<Record<Browser, number>>;
  /** The share of the browsers that support a feature, averaged over the features. 0 to 1. */
  readonly share: number;
}

/** Asks each browser about every feature of a tree: the entry itself and all below it. */
export function supportOf(tree: Identifier): Support {
  const features = [...featuresOf(tree)];
  return totalSupport([
    {
      features: features.length,
      supportedBy: forEachBrowser(
        (browser) => features.filter(({ support }) => isSupported(support[browser])).length,
      ),
    },
  ]);
}

/** The support of several trees together. */
export function totalSupport(parts: readonly Omit<Support, "share">[]): Support {
  const features = sum(parts.map((part) => part.features));
  const supportedBy = forEachBrowser((browser) =>
    sum(parts.map((part) => part.supportedBy[browser])),
  );
  const share = sum(Object.values(supportedBy)) / (features * browsers.length || 1);
  return { features, supportedBy, share };
}

/**
 * Whether a page can use the feature today, under its own name: a released version has it, none
 * has removed it, and nobody has to turn on a flag.
 */
function isSupported(statements: SupportStatement | undefined): boolean {
  return [statements ?? []]
    .flat()
    .some(
      (statement) =>
        statement.version_added !== false &&
        statement.version_added !== "preview" &&
        statement.version_removed === undefined &&
        statement.flags === undefined &&
        statement.prefix === undefined &&
        statement.alternative_name === undefined,
    );
}

function* featuresOf(tree: Identifier): Generator<CompatStatement> {
  if (tree.__compat !== undefined) yield tree.__compat;
  for (const [, child] of entriesOf(tree)) yield* featuresOf(child);
}

function forEachBrowser(count: (browser: Browser) => number): Record<Browser, number> {
  // fromEntries forgets that every browser is there
  return Object.fromEntries(browsers.map((browser) => [browser, count(browser)])) as Record<
    Browser,
    number
  >;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
