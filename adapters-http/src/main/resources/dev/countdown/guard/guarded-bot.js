// Pets the nodes that guard a bot, and keeps its order gate. Node 18 or newer, no packages.
//
//   const guard = new Guard(["https://10.0.0.1:9465"], "mm-1", token, ["main/underlying:BTC_USDT"]);
//   guard.pet();                 // about every 0.5 s, from the loop whose life that shall prove
//   guard.mayQuote(2000);        // before each order: will it be guarded for that many ms? If not, guard.why(2000) says why
//   guard.openLapses();          // {scope: n}: read your orders from the exchange, then guard.reconciled(scope, n)
"use strict";

const { createHash } = require("node:crypto");
const http = require("node:http");
const https = require("node:https");

let anchor = [performance.now(), Date.now(), 0];

/** Milliseconds on a clock that counts suspends: Node's own stands still then, so the wall clock counts where it went further. */
function now() {
  const monotonic = performance.now() - anchor[0];
  const wall = Date.now() - anchor[1];
  const at = anchor[2] + Math.max(monotonic, wall);
  if (Math.abs(wall - monotonic) > 50) anchor = [performance.now(), Date.now(), at]; // a suspend or a step
  return at;
}

/** The nodes that keep a scope: of more than copies those with the highest weights. See placement-vectors.json. */
function keepers(scope, nodes, copies = 3) {
  const weight = (node) => createHash("sha256").update(`${node}|${scope}`).digest();
  const weighed = [...new Set(nodes)].map((node) => ({ node, weight: weight(node) }));
  return weighed.sort((a, b) => Buffer.compare(b.weight, a.weight)).slice(0, copies).map(({ node }) => node);
}

/** What the replies of all nodes prove for one scope. See gate-vectors.json. */
class Gate {
  said = new Map();
  hi = null;
  lapses = 0;
  done = 0;
  until = -Infinity;

  heard(node, sent, got, reply) {
    if (this.#differs(reply.timeout)) this.#mix(got, reply.timeout);
    this.said.set(node, reply);
    const told = sent + (reply.settlingMs ?? 0) - 1000; // less a second, so that it does not grow on its way round
    if (told > got) this.#settle(told); // another bot heard two timeouts
    if (got <= this.until || reply.guardedForMs <= 0) return;
    const hi = sent + reply.guardedForMs * 0.999; // counts from the question
    const lo = got - reply.unbrokenForMs * 0.999;
    if (this.hi === null) {
      this.hi = hi;
      this.lapses++;
    } else if (lo <= this.hi) {
      this.hi = Math.max(hi, this.hi);
    } else if (hi > this.hi) { // a gap, in which the switch may have fired
      this.hi = hi;
      this.lapses++;
    }
  }

  #differs(timeout) {
    return [...this.said.values()].some((each) => each.timeout !== timeout);
  }

  /** After two timeouts nothing counts until the shorter one can be applied no more. */
  #mix(at, timeout) {
    const longest = Math.max(timeout, ...[...this.said.values()].map((each) => each.timeout));
    this.#settle(at + 130_000 + 2_000 * longest);
  }

  #settle(until) {
    if (until > this.until) [this.until, this.hi] = [until, null];
  }

  /** For how many more ms no proof counts: the nodes must be told, and tell every bot. */
  settling(at) {
    return this.until > at ? Math.ceil(this.until - at) : 0;
  }

  /** This node was stopped. */
  forget(node, at) {
    const reply = this.said.get(node);
    this.said.delete(node);
    if (reply && this.#differs(reply.timeout)) this.#mix(at, reply.timeout);
  }

  agree() {
    return new Set([...this.said.values()].map((each) => each.digest)).size <= 1;
  }

  /** A node that does not require this bot renews over its death. */
  required() {
    return [...this.said.values()].every((each) => each.state !== "IDLE");
  }

  openLapse() {
    return this.lapses > this.done ? this.lapses : null;
  }

  reconciled(lapse) {
    if (!(lapse >= 1 && lapse <= this.lapses)) throw new RangeError(`lapse must be 1 to ${this.lapses}: ${lapse}`);
    this.done = Math.max(this.done, lapse);
  }

  mayQuote(at, margin) {
    const guarded = this.hi !== null && at + margin < this.hi;
    return guarded && this.openLapse() === null && this.agree() && this.required();
  }

  /** Why it is shut, for people; the worst first. */
  why(at, margin) {
    if (!this.agree()) return "by what each node said last, they differ in its timeout or its bots";
    if (!this.required()) return "no node that has answered requires this bot: they renew over its death";
    if (this.settling(at) > 0) {
      const seconds = Math.floor(this.settling(at) / 1000) + 1;
      return `its timeout was changed: no proof counts for another ${seconds} s, also after a restart`;
    }
    if (this.hi === null || at >= this.hi) {
      const silent = [...new Set([...this.said.values()].flatMap((each) => each.silent))].sort();
      return `no node says that it is guarded${silent.length > 0 ? `, silent: ${silent.join(", ")}` : ""}`;
    }
    if (this.openLapse() !== null) return `lapse ${this.openLapse()} is open: reconcile your orders`;
    return `guarded, but for less than the margin of ${margin} ms`;
  }
}

const NOT_ASKED = "not asked yet";

class Guard {
  /** Nodes: all of them, as their own list names them: scheme and host in lower case, a port, no slash at the end. */
  constructor(nodes, bot, token, scopes, ca = undefined, copies = 3) {
    Object.assign(this, { bot, ca });
    Object.defineProperty(this, "token", { value: token, enumerable: false });
    const kept = (url) => scopes.filter((scope) => keepers(scope, nodes, copies).includes(url));
    const all = nodes.map((url) => ({ url, scopes: kept(url), echo: null, session: null, unanswered: 0, trouble: NOT_ASKED }));
    this.nodes = all.filter((node) => node.scopes.length > 0);
    this.session = Date.now() * 1000 + Math.floor(Math.random() * 1000);
    this.welcome = this.superseded = false;
    this.gates = new Map(scopes.map((scope) => [scope, new Gate()]));
  }

  /** Returns at once. A bot that hangs does not call it, and so is not alive. */
  pet() {
    if (!this.superseded) this.nodes.filter((node) => node.unanswered < 4).forEach((node) => this.#pet(node));
  }

  mayQuote(margin = 0) {
    return this.#mayQuote(now(), margin);
  }

  #mayQuote(at, margin) {
    // a node that was not asked may differ from the others
    if (this.superseded || this.nodes.some((node) => node.trouble === NOT_ASKED)) return false;
    return [...this.gates.values()].every((gate) => gate.mayQuote(at, margin));
  }

  /** Why no order may be placed, for people; "" if one may. */
  why(margin = 0) {
    const at = now();
    if (this.#mayQuote(at, margin)) return "";
    if (this.superseded) return "a newer process of the same bot was heard: this one must end";
    const shut = [...this.gates].filter(([, gate]) => !gate.mayQuote(at, margin));
    const troubled = this.nodes.filter((node) => node.trouble !== "");
    return [
      ...shut.map(([scope, gate]) => `${scope}: ${gate.why(at, margin)}`),
      ...troubled.map((node) => `${node.url}: ${node.trouble}`),
    ].join("; ");
  }

  openLapses() {
    const open = [...this.gates].map(([scope, gate]) => [scope, gate.openLapse()]);
    return Object.fromEntries(open.filter(([, lapse]) => lapse !== null));
  }

  reconciled(scope, lapse) {
    this.gates.get(scope).reconciled(lapse);
  }

  /** The scopes in whose timeout or bots the nodes differ: tell people. */
  differ() {
    return [...this.gates].filter(([, gate]) => !gate.agree()).map(([scope]) => scope);
  }

  async #pet(node) {
    const session = this.session;
    const pet = { session, scopes: node.scopes };
    if (node.echo !== null && node.session === session) pet.echo = node.echo;
    node.unanswered++;
    const settling = node.scopes.map((scope) => [scope, this.gates.get(scope).settling(now())]);
    if (settling.some(([, left]) => left > 0)) pet.settlingMs = Object.fromEntries(settling);
    try {
      const sent = now();
      const { status, body } = await this.#post(node.url, JSON.stringify(pet));
      const got = now();
      if (status === 200) {
        const reply = JSON.parse(body);
        for (const [scope, said] of Object.entries(reply.scopes)) this.gates.get(scope)?.heard(node.url, sent, got, said);
        node.echo = reply.echo;
        node.session = session;
        this.welcome ||= session === this.session;
        const missing = node.scopes.filter((scope) => !(scope in reply.scopes));
        const others = Object.keys(reply.scopes).filter((scope) => reply.scopes[scope].state === "IDLE");
        if (missing.length > 0) node.trouble = `it does not keep ${missing.join(", ")}`;
        else node.trouble = others.length > 0 ? `it does not require bot ${this.bot} for ${others.join(", ")}` : "";
      } else if (status === 409) {
        const { by } = JSON.parse(body);
        if (session === this.session && this.welcome) this.superseded = true; // for good: this process must end
        else if (session === this.session) this.session = by + 1 + Math.floor(Math.random() * 1000);
      } else {
        node.trouble = `status ${status}`;
      }
    } catch (e) { // no answer, or none that can be used
      node.trouble = String(e.message);
    } finally {
      node.unanswered--;
    }
  }

  #post(url, body) {
    const { protocol, hostname } = new URL(url);
    if (protocol !== "https:" && !["127.0.0.1", "localhost", "[::1]"].includes(hostname)) {
      throw new Error("plain http is for loopback only");
    }
    const headers = {
      Authorization: `Bearer ${this.token}`,
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
    };
    const options = { method: "POST", headers, ca: this.ca, agent: false, signal: AbortSignal.timeout(1500) };
    return new Promise((done, failed) => {
      const request = (protocol === "https:" ? https : http).request(`${url}/v1/pets/${this.bot}`, options, (reply) => {
        let text = "";
        reply.setEncoding("utf8");
        reply.on("data", (part) => {
          text += part;
          if (text.length > 1 << 20) request.destroy(new Error("the reply is too long"));
        });
        reply.on("end", () => done({ status: reply.statusCode, body: text }));
        reply.on("error", failed);
      });
      request.on("error", failed);
      request.end(body);
    });
  }
}

module.exports = { Gate, Guard, keepers, now };
