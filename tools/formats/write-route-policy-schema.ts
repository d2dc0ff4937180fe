/** Writes the JSON Schema of route policies beside their page. */
import { routePolicySchema } from '@bonin/protocol';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

writeFileSync(
  join(import.meta.dirname, '../../docs/formats/route-policy.schema.json'),
  `${JSON.stringify(routePolicySchema(), undefined, 2)}\n`,
);
