export { RedisConnection } from './redis-connection.ts';
