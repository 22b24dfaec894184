import { type Severities, readSeverities } from '#core/diagnostics';
import { CommandError } from '../exit-code.ts';

/** Reads `--severity CODE=SEVERITY`, given any number of times; what is not understood ends the command. */
export function readSeverityOption(settings: readonly string[]): Severities {
  const entries = settings.map((setting): readonly [string, string] => {
    const [code = '', severity = ''] = setting.split('=', 2);
    return [code, severity];
  });
  const { severities, errors } = readSeverities(entries);
  const [error] = errors;
  if (error !== undefined) throw new CommandError(`--severity: ${error}`);
  return severities;
}
