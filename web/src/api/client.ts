// SPDX-License-Identifier: Apache-2.0
import type { ApiFault, ApiMessage, PageInfo } from './types';

// An answer that is no success, with every fault that the API found.
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly faults: ApiFault[],
  ) {
    super(faults.map((fault) => fault.message).join('; ') || `HTTP ${status}`);
  }

  // What is said of one place of the request: "/name", "/query/page", "/line/7".
  at(pointer: string): string | undefined {
    return this.faults.find((fault) => fault.source?.pointer === pointer)?.message;
  }
}

export interface Envelope<Result> {
  result: Result;
  messages: ApiMessage[];
  result_info?: PageInfo;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  query?: Query;
  json?: unknown;
  body?: { content: string | Blob; type: string };
  signal?: AbortSignal;
}

function target(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `/client/v4${path}${text && `?${text}`}`;
}

async function faultsOf(answer: Response): Promise<ApiFault[]> {
  try {
    return ((await answer.json()) as { errors?: ApiFault[] }).errors ?? [];
  } catch {
    return []; // not the API: a proxy before it. The status says what there is to say.
  }
}

// Speaks with the API in the name of one token, which is in a header field and nowhere else.
export class ApiClient {
  constructor(private readonly token: string) {}

  // Gives the answer as it came; throws ApiError, or TypeError when there is no connection.
  async fetch(path: string, { method = 'GET', query, json, body, signal }: Call = {}): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.token}` };
    const type = json === undefined ? body?.type : 'application/json';
    if (type) headers['Content-Type'] = type;
    const answer = await fetch(target(path, query), {
      method,
      headers,
      body: json === undefined ? body?.content : JSON.stringify(json),
      signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) throw new ApiError(answer.status, await faultsOf(answer));
    return answer;
  }

  async call<Result>(path: string, call?: Call): Promise<Envelope<Result>> {
    return (await (await this.fetch(path, call)).json()) as Envelope<Result>;
  }
}
