/** The most that a model's answer may have; ours are a few hundred bytes. */
const MOST_ANSWER_BYTES = 1_000_000;

/** A `fetch` for a model's server: follows no redirect, which could carry the key elsewhere, and reads at most `maxBytes` of an answer. */
export function boundedFetch(maxBytes = MOST_ANSWER_BYTES): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, redirect: "error" });
    if (!response.body) return response;
    let read = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        read += chunk.byteLength;
        if (read > maxBytes) controller.error(new Error(`the answer is larger than ${maxBytes} bytes`));
        else controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counted), { status, statusText, headers });
  };
}
