import { BROWSERS, type Browser, type Support, totalSupport } from "./browser-support.js";
import { bar, count } from "./figures.js";

export interface Findings {
  /** Of the browser-compat-data package. */
  readonly version: string;
  /** Of each web API. */
  readonly ratings: readonly NamedSupport[];
  readonly css: Support;
  readonly javascript: Support;
}

interface NamedSupport extends Support {
  readonly name: string;
}

/** Lower ends of the bands: a share belongs to the first that it reaches. */
const BANDS = [
  ["all browsers", 1],
  ["90 to 99 %", 0.9],
  ["75 to 89 %", 0.75],
  ["50 to 74 %", 0.5],
  ["25 to 49 %", 0.25],
  ["1 to 24 %", Number.MIN_VALUE],
  ["none at all", 0],
] as const;

/** Features that a web API must have to be named among the best and the worst. */
const LARGE = 20;

/** The findings as text of at most 80 columns. */
export function formatReport({ version, ratings, css, javascript }: Findings): string {
  const apis = totalSupport(ratings);
  return [
    `Browser support of the web platform (MDN browser-compat-data ${version})`,
    "",
    ...byBand(ratings, apis.features),
    "",
    ...byBrowser({ apis, css, javascript }),
    "",
    ...bestAndWorst(ratings),
  ].join("\n");
}

function byBand(ratings: readonly Support[], features: number): string[] {
  const counts = BANDS.map(() => 0);
  for (const { share } of ratings) {
    const band = BANDS.findIndex(([, lowerEnd]) => share >= lowerEnd);
    counts[band] = (counts[band] ?? 0) + 1;
  }
  const longest = Math.max(...counts);
  const browsers = Object.keys(BROWSERS).length;
  return [
    `${count(ratings.length)} web APIs (${count(features)} features) by the share of ${browsers} browsers that support them`,
    ...BANDS.map(([label], band) => {
      const number = counts[band] ?? 0;
      return `  ${label.padEnd(14)}${count(number).padStart(5)}  ${bar(number / longest, 40)}`;
    }),
  ];
}

function byBrowser(groups: { apis: Support; css: Support; javascript: Support }): string[] {
  const { apis, css, javascript } = groups;
  const columns = [apis, css, javascript];
  const names = Object.entries(BROWSERS) as [Browser, string][]; // Object.entries forgets the keys
  const rows = names.map(([browser, name]): [string, number[]] => [
    name,
    columns.map(({ features, supportedBy }) => supportedBy[browser] / features),
  ]);
  rows.sort(([, [a = 0]], [, [b = 0]]) => b - a);
  return [
    `Features that each browser supports${cells(["web APIs", "CSS", "JavaScript"])}`,
    ...rows.map(([name, shares]) => `  ${name.padEnd(33)}${cells(shares.map(percent))}`),
    `  ${"(features)".padEnd(33)}${cells(columns.map(({ features }) => count(features)))}`,
  ];
}

function bestAndWorst(ratings: readonly NamedSupport[]): string[] {
  const ranked = ratings
    .filter(({ features }) => features >= LARGE)
    .sort((a, b) => b.share - a.share || b.features - a.features);
  const best = ranked.slice(0, 8);
  const worst = ranked.slice(best.length).slice(-8).reverse();
  return [
    `Best and worst supported, of the ${count(ranked.length)} web APIs with ${LARGE} features or more`,
    ...best.map((rating, place) => `  ${named(rating)}    ${named(worst[place])}`.trimEnd()),
  ];
}

function named(rating: NamedSupport | undefined): string {
  if (rating === undefined) return "";
  return `${rating.name.padEnd(26).slice(0, 26)}${percent(rating.share).padStart(10)}`;
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(13)).join("");
}

/** 100 % only where it is all of them, and 0 % only where it is none. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
