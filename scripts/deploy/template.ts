import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument, type Tags, YAMLSeq } from "yaml";

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** A CloudFormation template, its short tags (`!Ref`) in their long form. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Globals?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Where something refers to what: a parameter, pseudo parameter or resource, and perhaps an attribute of it. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string;
}

const TAGS: Readonly<Record<string, (argument: unknown) => object>> = {
  Ref: (argument) => ({ Ref: argument }),
  GetAtt: (argument) => ({ "Fn::GetAtt": splitAttribute(String(argument)) }),
  Sub: (argument) => ({ "Fn::Sub": argument }),
  Join: (argument) => ({ "Fn::Join": argument }),
  If: (argument) => ({ "Fn::If": argument }),
};

/** Reads a template of YAML or JSON. @throws when a tag is not known, or the text is no YAML. */
export function readTemplate(file: string): Template {
  const customTags = Object.entries(TAGS).flatMap(
    ([name, write]): Tags => [
      { tag: `!${name}`, resolve: (text: string) => write(text) },
      {
        tag: `!${name}`,
        collection: "seq",
        resolve: (list: unknown) => write(list instanceof YAMLSeq ? list.toJSON() : list),
      },
    ],
  );
  const document = parseDocument(readFileSync(file, "utf8"), { customTags });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new Error(`${file}: ${problem.message}`);
  return document.toJS() as Template; // CloudFormation's own structure
}

/** A template as CloudFormation sees it: SAM's globals in each function, and nested stacks in their place. */
export function flatten(file: string): Template {
  const template = readTemplate(file);
  let text = JSON.stringify(template);
  const resources: Record<string, Resource> = {};
  let parameters = template.Parameters ?? {};
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    if (Type !== "AWS::CloudFormation::Stack") continue;
    const nested = flatten(join(dirname(file), String(Properties.TemplateURL)));
    Object.assign(resources, nested.Resources);
    parameters = { ...nested.Parameters, ...parameters };
    for (const [name, { Value }] of Object.entries(nested.Outputs ?? {})) {
      text = text
        .replaceAll(
          JSON.stringify({ "Fn::GetAtt": [id, `Outputs.${name}`] }),
          JSON.stringify(Value),
        )
        .replaceAll(`\${${id}.Outputs.${name}}`, placeholder(Value));
    }
  }
  const { Resources, Globals, ...others } = JSON.parse(text) as Template;
  for (const [id, resource] of Object.entries(Resources)) {
    if (resource.Type === "AWS::CloudFormation::Stack") continue;
    const globals = resource.Type === "AWS::Serverless::Function" ? Globals?.Function : {};
    resources[id] = { ...resource, Properties: { ...globals, ...resource.Properties } };
  }
  return { ...others, Parameters: parameters, Resources: resources };
}

/** Everything that a part of a template refers to. */
export function referencesIn(value: unknown): Reference[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return Object.entries(value).flatMap(([key, argument]): Reference[] => {
    if (key === "Ref") return [{ name: String(argument) }];
    if (key === "DependsOn") return [argument].flat().map((name) => ({ name: String(name) }));
    if (key === "Fn::GetAtt") {
      const [name = "", attribute = ""] = argument as [string, string]; // as it is written above
      return [{ name, attribute }];
    }
    if (key === "Fn::Sub") return [...String(argument).matchAll(/\$\{([^}]+)\}/g)].map(variable);
    return referencesIn(argument);
  });
}

/** The reference of a `${…}` within `Fn::Sub`. */
export function variable([, text = ""]: RegExpMatchArray): Reference {
  const [name = "", attribute] = splitAttribute(text);
  return attribute === undefined ? { name } : { name, attribute };
}

function splitAttribute(text: string): string[] {
  const [name = "", ...attribute] = text.split(".");
  return attribute.length === 0 ? [name] : [name, attribute.join(".")];
}

/** As it stands within `Fn::Sub`. */
function placeholder(value: unknown): string {
  const [{ name, attribute } = { name: "" }] = referencesIn(value);
  return `\${${attribute === undefined ? name : `${name}.${attribute}`}}`;
}
