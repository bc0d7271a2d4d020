// The health check of a container: ends with code 0 if the process beside it is ready to answer.
const port = process.env['PORT'] ?? '8000';
const { ok } = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => ({ ok: false }));
process.exit(ok ? 0 : 1);
