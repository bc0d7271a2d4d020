import { minutes } from '@online-cinema/domain/shared';

/** How long an access token is good for, in milliseconds; its session may end it sooner. */
export const ACCESS_TOKEN_LIFE = minutes(60);
