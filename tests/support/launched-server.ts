// A server to try the launcher with: it tells its pid and what it is told, and ends with exit code 7 when told to stop.
let stops = 0;

function stop(reason: string): void {
  stops += 1;
  process.stdout.write(`stop ${stops}: ${reason}\n`);
  // Long enough to hear a second signal, should the launcher send one.
  setTimeout(() => process.exit(7), 300);
}

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('disconnect', () => stop('disconnect'));
// Stays, as a server that listens does; the launcher's channel alone would not keep it.
setInterval(() => undefined, 1_000);
process.stdout.write(`pid ${process.pid}\n`);
