// Time from POST …/runs?wait to the finished run, over HTTP, one after the other, on a running server with the demo project.
//   PASSWORD=… node bench/run-over-rest.mjs [runs] [warm-up runs]      (BASE=http://localhost:9080)
// Prints the medians of three programs: one that does nothing, one query, and schema-report (20 host calls).
import { deflateRawSync } from 'node:zlib';

const base = `${process.env.BASE ?? 'http://localhost:9080'}/api/v1`;
const runs = Number(process.argv[2] ?? 50);
const warmUp = Number(process.argv[3] ?? 20);

const session = await fetch(`${base}/session`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ user: 'admin', password: process.env.PASSWORD }),
});
if (!session.ok) {
  throw new Error(`Sign-in answered ${session.status}; set PASSWORD`);
}
const headers = {
  Cookie: session.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '),
  'X-Ekaya-Csrf': (await session.json()).csrf,
};

const apps = {
  'bench-nothing': 'export default async () => 1;',
  'bench-query': "export default async ({ host }) => (await host.datasource.query('SELECT count(*) FROM orders')).rows;",
};
for (const [slug, script] of Object.entries(apps)) {
  await fetch(`${base}/projects/demo/apps/${slug}?data=purge`, { method: 'DELETE', headers });
  const manifest = {
    id: slug, name: slug, version: '1.0.0',
    datasources: [{ alias: 'primary', types: ['postgresql'], required: true }],
  };
  const answer = await fetch(`${base}/projects/demo/apps`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/zip' },
    body: zip({
      'app.js': script,
      'capabilities.json': JSON.stringify({ hostFunctions: ['datasource_query', 'log'] }),
      'manifest.json': JSON.stringify(manifest),
    }),
  });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
}

for (const slug of [...Object.keys(apps), 'schema-report']) {
  for (let i = 0; i < warmUp; i++) {
    await once(slug);
  }
  const millis = [];
  for (let i = 0; i < runs; i++) {
    millis.push(await once(slug));
  }
  millis.sort((a, b) => a - b);
  const at = (share) => millis[Math.min(millis.length - 1, Math.floor(millis.length * share))].toFixed(1);
  console.log(`${slug.padEnd(16)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   (${runs} runs after ${warmUp})`);
}
for (const slug of Object.keys(apps)) {
  await fetch(`${base}/projects/demo/apps/${slug}?data=purge`, { method: 'DELETE', headers });
}

async function once(slug) {
  const start = performance.now();
  const answer = await fetch(`${base}/projects/demo/apps/${slug}/runs?wait=60s`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{}',
  });
  const run = await answer.json();
  const took = performance.now() - start;
  if (run.outcome !== 'SUCCEEDED') {
    throw new Error(`${slug}: ${JSON.stringify(run)}`);
  }
  return took;
}

/** A zip of text files, as small as the format lets it be. */
function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const packed = deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x5421, 8);
    common.writeUInt32LE(crc(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const made = Buffer.from([20, 0]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, common, rest, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, index, Buffer.from('PK\x05\x06'), end]);
}

function crc(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}
