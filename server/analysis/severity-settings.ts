import type { Connection } from 'vscode-languageserver';
import type { ConfigurationProvider } from 'langium';
import { type Severities, readSeverities } from '#core/diagnostics';
import { warn } from '../features/warn.ts';

/** The severities that the user's settings change: `"ostopo.severities": { "OST5006": "off" }`. What is not understood there is told and does not count. */
export class SeveritySettings {
  private severities: Severities = new Map();

  constructor(
    private readonly configuration: () => ConfigurationProvider,
    private readonly connection: () => Connection | undefined,
  ) {}

  /** The same object until a setting changes. */
  current(): Severities {
    return this.severities;
  }

  /** Asks the client for the settings; says whether they changed. A client that has none to give leaves everything as it is. */
  async refresh(): Promise<boolean> {
    const setting: unknown = await this.configuration()
      .getConfiguration('ostopo', 'severities')
      .catch(() => undefined);
    const { severities, errors } = readSeverities(isRecord(setting) ? Object.entries(setting) : []);
    for (const error of errors) warn(this.connection(), `ostopo.severities: ${error}`);
    if (areSame(severities, this.severities)) return false;
    this.severities = severities;
    return true;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function areSame(a: Severities, b: Severities): boolean {
  return a.size === b.size && [...a].every(([code, severity]) => b.get(code) === severity);
}
