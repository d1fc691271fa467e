/** The HTTP API, with refusals as errors that can be shown to a person. */

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The gateway answered ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.field = problem.field;
    this.current = problem.current;
  }
}

async function call(token, method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, { detail: 'The gateway cannot be reached.', code: 'unreachable' });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new ApiError(response.status, answer);
  }
  return answer;
}

export async function devToken(user) {
  try {
    return await call(null, 'POST', '/v1/dev/tokens', { user });
  } catch (error) {
    if (error.status === 404) {
      throw new ApiError(404, { detail: 'This gateway gives no tokens for a name. Paste a token instead.', code: error.code });
    }
    throw error;
  }
}

/** `token()` gives the token of the moment. */
export function apiFor(token) {
  const get = (path) => call(token(), 'GET', path);
  return {
    account: () => get('/v1/account'),
    positions: () => get('/v1/positions?limit=200'),
    triggers: () => get('/v1/triggers?limit=200'),
    execution: (id) => get(`/v1/executions/${encodeURIComponent(id)}`),
    async symbols() {
      const all = [];
      let cursor = null;
      do {
        const page = await get(`/v1/symbols?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
        all.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor);
      return all;
    },
    open: (order) => call(token(), 'POST', '/v1/positions', order),
    close: (id) => call(token(), 'POST', `/v1/positions/${encodeURIComponent(id)}/close`),
    edit: (id, version, changes) =>
      call(token(), 'PATCH', `/v1/positions/${encodeURIComponent(id)}`, changes, { 'If-Match': `"${version}"` }),
    setTrigger: (trigger) => call(token(), 'POST', '/v1/triggers', trigger),
    cancelTrigger: (id) => call(token(), 'DELETE', `/v1/triggers/${encodeURIComponent(id)}`),
  };
}
