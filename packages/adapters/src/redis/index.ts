export { RedisConnection, type RedisNews } from './redis-connection.ts';
