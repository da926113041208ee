/**
 * Runs a program of this project that speaks to the sandbox: `node scripts/trusted.mjs jest|FILE.ts …`.
 *
 * The sandbox serves HTTPS with a certificate of its own. Node reads NODE_EXTRA_CA_CERTS only at its
 * start, so trust has to be set up one process earlier: here. The certificate is made on this machine,
 * for loopback names only, and stays in .sandbox/, which git does not know.
 */
import './preconditions.mjs';
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { argv, env, execPath, exit, pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../.sandbox/', import.meta.url));
const certificateFile = `${folder}certificate.pem`;
const keyFile = `${folder}key.pem`;
const trustFile = `${folder}trusted.pem`;
const DAY = 24 * 60 * 60 * 1000;

/** A certificate that expires within a day is replaced. */
async function isUsable() {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return false;
  const { validTo } = new X509Certificate(await readFile(certificateFile));
  return Date.parse(validTo) > Date.now() + DAY;
}

/** Files appear whole, by a rename: two programs may start at the same time. */
async function write(file, text) {
  const draft = `${file}.${pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

async function makeCertificate() {
  // Loaded late, so that preconditions.mjs can say that nothing is installed.
  const { generate } = await import('selfsigned');
  const names = [
    { type: 2, value: 'localhost' },
    { type: 2, value: '*.localhost' },
    { type: 7, ip: '127.0.0.1' },
  ];
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + 90 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names },
    ],
  });
  await mkdir(folder, { recursive: true });
  await write(keyFile, made.private);
  await write(certificateFile, made.cert);
}

/** An authority that the caller trusts already (of a self-hosted server) stays trusted. */
async function trustedAuthorities() {
  const own = env.NODE_EXTRA_CA_CERTS;
  if (own === undefined || own === certificateFile || own === trustFile) return certificateFile;
  const text = await readFile(own, 'utf8').catch(() => {
    end(`NODE_EXTRA_CA_CERTS names a file that cannot be read, ${own}: correct or unset it.`);
  });
  await write(trustFile, `${text}\n${await readFile(certificateFile)}`);
  return trustFile;
}

function end(sentence) {
  console.error(sentence);
  exit(1);
}

async function prepareTrust() {
  try {
    if (!(await isUsable())) await makeCertificate();
    return await trustedAuthorities();
  } catch (error) {
    if (error.code === undefined) throw error;
    return end(
      `${folder} cannot be written (${error.code}), and the certificate of the sandbox is kept there: ` +
        'make the folder writable, or work in a copy of the project.',
    );
  }
}

const trusted = await prepareTrust();

const require = createRequire(import.meta.url);
const [program, ...args] = argv.slice(2);
const command =
  program === 'jest'
    ? ['--experimental-vm-modules', '--no-warnings', require.resolve('jest/bin/jest'), ...args]
    : ['--import', 'tsx', '--enable-source-maps', program, ...args];

const child = spawn(execPath, command, {
  stdio: 'inherit',
  env: {
    ...env,
    NODE_EXTRA_CA_CERTS: trusted,
    SANDBOX_CERTIFICATE: certificateFile,
    SANDBOX_KEY: keyFile,
  },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => exit(code ?? 1));
