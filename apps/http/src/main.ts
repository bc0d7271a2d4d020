import { enableCompileCache } from 'node:module';

// Before anything else is loaded: what was compiled at an earlier start need not be compiled again.
enableCompileCache();
const { start } = await import('./start.ts');
await start();
