import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { startHost, type Host, type HostOptions } from "../../electron/host/host.ts";
import { FakeEngine } from "./fake-engine.ts";
import { rawRequest, sendRaw } from "./raw-http.ts";
import { listening, PAGE } from "./surroundings.ts";

export const JSON_TYPE = "Content-Type: application/json";

/** A host on a fake engine for each test of a file, and raw requests to it. */
export class GivenHost {
  engine = new FakeEngine();
  host!: Host;
  readonly #sockets: Socket[] = [];

  constructor(options: Partial<HostOptions> = {}) {
    beforeEach(async () => {
      this.engine = new FakeEngine();
      this.host = await listening(startHost({ bridge: this.engine.bridge, assets: PAGE, ...options }));
    });
    afterEach(async () => {
      for (const socket of this.#sockets.splice(0)) socket.destroy();
      await this.host.stop();
    });
  }

  get port(): number {
    return this.host.port;
  }

  get token(): string {
    return this.host.url.split("#t=")[1] ?? "";
  }

  get ownHost(): string {
    return `Host: 127.0.0.1:${this.port}`;
  }

  bearer(token = this.token): string {
    return `Authorization: Bearer ${token}`;
  }

  send(request: string | Buffer, quiet?: number) {
    return sendRaw(this.port, request, quiet);
  }

  get(path: string, ...headers: string[]) {
    return this.send(rawRequest(`GET ${path}`, [this.ownHost, ...headers]));
  }

  post(path: string, body: string, ...headers: string[]) {
    return this.send(rawRequest(`POST ${path}`, [this.ownHost, ...headers], body));
  }

  connect(): Socket {
    const socket = connect({ host: "127.0.0.1", port: this.port });
    socket.on("error", () => undefined);
    this.#sockets.push(socket);
    return socket;
  }

  /** Opens a feed and leaves it open. */
  async openFeed() {
    const socket = this.connect();
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.write(rawRequest("POST /api/feed", [this.ownHost, this.bearer(), JSON_TYPE], "{}"));
    await vi.waitFor(() => expect(text).not.toBe(""));
    return { socket, text: () => text, status: () => Number(text.split(" ")[1]) };
  }
}
