// Loaded into every server before the server itself. The IPC channel to the launcher breaks when the launcher is gone:
// a server that listens for that stops by itself; one that does not, or does not yet, is stopped here.
process.once('disconnect', () => {
  if (process.listenerCount('disconnect') === 0) process.kill(process.pid, 'SIGTERM');
});
// The channel is there to be broken; it keeps nobody from ending.
process.channel?.unref();
