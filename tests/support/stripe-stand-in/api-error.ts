/** What Stripe answers instead of an object (https://docs.stripe.com/api/errors). */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;

  constructor(status: number, message: string, more: { type?: string; code?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    this.type = more.type ?? 'invalid_request_error';
    this.code = more.code;
    this.param = more.param;
  }

  static missing(what: string, id: string, param: string): ApiError {
    return new ApiError(404, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
  }

  get body() {
    const { type, code, param, message } = this;
    return { error: { type, message, ...(code && { code }), ...(param && { param }) } };
  }
}
