// Loaded into the app by `npm run dev`. Node's watcher stands between the launcher and the app and keeps the launcher's
// lifeline for itself, so the app looks whether the launcher lives, and else stops the watcher, which stops the app.
const launcher = Number(process.env['ONLINE_CINEMA_LAUNCHER']);

const watch = setInterval(() => {
  try {
    process.kill(launcher, 0);
  } catch {
    clearInterval(watch);
    process.kill(process.ppid, 'SIGTERM');
  }
}, 500);
watch.unref();
