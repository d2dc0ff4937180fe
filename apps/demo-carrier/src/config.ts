import { ConfigError } from './config-error.ts';

/** As the service wants it: a shorter key could not be one of its own. */
const API_KEY_LENGTH_MIN = 32;

/** How this demonstration runs: the only reader of the environment. */
export interface DemoCarrierConfig {
  readonly host: string;
  readonly port: number;
  /** Where the verification service is. */
  readonly serviceUrl: string;
  readonly apiKey: string;
  /** File of the trust policy: what is asked of a result before anything is done with it. */
  readonly trustFile: string;
  /** Folder of the service, for the certificate that it made itself; `undefined` where it has a real one. */
  readonly dataFolder: string | undefined;
}

/**
 * Reads how the demonstration runs.
 *
 * @throws {ConfigError} `CONFIGURATION_INVALID` naming the variable, never its value
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): DemoCarrierConfig {
  const port = Number(environment['DEMO_CARRIER_PORT'] ?? '8081');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid('DEMO_CARRIER_PORT');
  const service = URL.parse(environment['BONIN_URL'] ?? 'http://localhost:8080');
  if (service === null || !['http:', 'https:'].includes(service.protocol)) {
    throw invalid('BONIN_URL');
  }
  const apiKey = environment['BONIN_DEMONSTRATION_API_KEY'] ?? '';
  if (apiKey.length < API_KEY_LENGTH_MIN) throw invalid('BONIN_DEMONSTRATION_API_KEY');
  const trustFile = environment['DEMO_CARRIER_TRUST_FILE'] ?? '';
  if (trustFile === '') throw invalid('DEMO_CARRIER_TRUST_FILE');
  return {
    host: environment['DEMO_CARRIER_HOST'] ?? '127.0.0.1',
    port,
    serviceUrl: service.origin,
    apiKey,
    trustFile,
    dataFolder: environment['BONIN_DATA_FOLDER'],
  };
}

function invalid(variable: string): ConfigError {
  return new ConfigError('CONFIGURATION_INVALID', { variables: variable });
}
