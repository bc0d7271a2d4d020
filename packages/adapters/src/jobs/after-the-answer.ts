/**
 * How long a job waits that was just enqueued, in milliseconds, where it is done by the process that is to answer: until the
 * answer to whoever asked for it is out, which it would slow down, and whose time would tell what the job finds, such as
 * whether there is an account.
 */
export const AFTER_THE_ANSWER = 50;
