/** The status that logs and metrics give to a request whose client went away before the answer (nginx's). */
export const CLIENT_CLOSED_REQUEST = 499;
