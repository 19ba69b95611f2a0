import { validateDefinition } from "../../asl/index.js";
import { compileProgram, type Program } from "../engine/index.js";
import type { Configuration, Machine, MachineVersion } from "./machines.js";

type ConfigurationRecord = Omit<Configuration, "program">;

type MachineRecord = Omit<Machine, "configuration" | "versions"> & {
  readonly configuration: ConfigurationRecord;
  readonly versions: readonly (Omit<MachineVersion, "configuration"> & {
    readonly configuration: ConfigurationRecord;
  })[];
};

/** How a state machine is kept: as it was asked for. Its programs are compiled again, when they are first needed. */
export const machineRecords = {
  toRecord(machine: Machine): MachineRecord {
    return {
      ...machine,
      configuration: withoutProgram(machine.configuration),
      versions: machine.versions.map((version) => ({
        ...version,
        configuration: withoutProgram(version.configuration),
      })),
    };
  },
  fromRecord(record: MachineRecord): Machine {
    // Versions of one revision have one configuration: by that they are known to be the same.
    const known = new Map<string, Configuration>();
    const configurationOf = (kept: ConfigurationRecord) => {
      const text = JSON.stringify(kept);
      const configuration = known.get(text) ?? withProgram(kept);
      known.set(text, configuration);
      return configuration;
    };
    const versions = record.versions.map((version) => ({
      ...version,
      configuration: configurationOf(version.configuration),
    }));
    return {
      ...record,
      configuration: configurationOf(record.configuration),
      versions,
    };
  },
};

/** The program of a definition that was accepted once; what is not handled any more fails when it is run. */
export function compiledAgain(definition: string): Program {
  const { definition: valid, diagnostics } = validateDefinition(definition);
  if (valid !== undefined) return compileProgram(valid);
  throw new Error(`The definition is valid no more: ${diagnostics[0]?.message}`);
}

function withoutProgram({ program: _, ...kept }: Configuration): ConfigurationRecord {
  return kept;
}

function withProgram(kept: ConfigurationRecord): Configuration {
  let program: Program | undefined;
  return {
    ...kept,
    get program() {
      program ??= compiledAgain(kept.definition);
      return program;
    },
  };
}
