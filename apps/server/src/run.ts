/** Reads what is asked for and does it; `main.ts` says what can be asked for. */
import { CodedError } from '@bonin/core';
import { carryOut } from './commands/commands.ts';
import { startServer } from './compose.ts';
import { readCommand, readConfig } from './config.ts';
import { shutDebugDoors } from './doors/debug-doors.ts';
import { faultFields, openLog } from './observability/log.ts';

const EXIT_FAULT = 1;
const STOP_WITHIN_MS = 10_000;

try {
  shutDebugDoors([...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]);
  const command = readCommand(process.argv.slice(2));
  const config = readConfig(process.env);
  if (command.kind === 'serve') {
    const server = await startServer(config);
    const stop = (): void => {
      setTimeout(() => process.exit(EXIT_FAULT), STOP_WITHIN_MS).unref();
      void server.stop().then(
        () => process.exit(0),
        () => process.exit(EXIT_FAULT),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    const startMs = Math.round(performance.now());
    process.stdout.write(`${JSON.stringify({ ready: true, ...server.facts, startMs })}\n`);
  } else {
    process.stdout.write(await carryOut(command, config));
  }
} catch (error) {
  const log = openLog((line) => process.stderr.write(line), Date.now);
  log('error', 'service-stopped', faultFields(error));
  if (error instanceof CodedError) {
    // Details of coded errors are safe to show; here they go to whoever runs the service.
    process.stderr.write(`${JSON.stringify({ code: error.code as string, ...error.details })}\n`);
  }
  process.exit(EXIT_FAULT);
}
