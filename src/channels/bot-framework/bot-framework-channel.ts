import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder';
import type { Address, Channel, ChannelHealth, Delivered, ReadNotice, Receive, Received } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { describeForeign } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Outgoing } from '../../core/outgoing.ts';
import { SendFailed, type SendFailure } from '../../core/send-failure.ts';
import {
  headerOf,
  isLocal,
  isLoopback,
  jsonOf,
  type WebRequest,
  type WebResponse,
  type WebRoute,
} from '../../core/web.ts';
import { HookIntake } from '../hook-intake.ts';
import { FileNotLoaded, fileAddress, loadFile } from '../load-file.ts';
import { sendParts } from '../send-parts.ts';
import { botFrameworkAbilities, fromOutgoing, readNoticeOf, toActivity } from './bot-framework-activity.ts';
import { toSendFailure } from './bot-framework-failure.ts';

export interface BotFrameworkOptions {
  /** Without it only programs on this machine are answered (Emulator, Web Chat beside it). */
  app?: { id: string; password: string; tenantId?: string };
  /** Another authentication than Microsoft's, for tests. */
  authentication?: ConstructorParameters<typeof CloudAdapter>[0];
  clock: Clock;
  log: Log;
}

/** Teams waits fifteen seconds. */
const answerWithinMs = 12_000;

interface Connector {
  client: { pipeline: { removePolicy(policy: { name: string }): unknown } };
}

/** botbuilder's CloudAdapter without its `process`, which prints foreign errors on the terminal. */
class Adapter extends CloudAdapter {
  /** Checks who calls, then runs the turn. Rejects when either fails. */
  async receive(
    authorization: string,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.processActivity(authorization, activity, turn);
  }

  /**
   * The connector would send again by itself after 429, 5xx or a dead connection: a message would come twice, and
   * nobody would know of the wait. It has no setting for this, so its policy is taken out.
   */
  neverRepeats(context: TurnContext): void {
    const connector: Connector = context.turnState.get(this.ConnectorClientKey);
    connector.client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  }
}

/**
 * Teams, Web Chat and the Emulator on `/api/messages`. With an app id every call must be signed by the platform; without
 * one CloudAdapter would answer anybody and send anywhere, so then only loopback callers and loopback addresses count.
 */
export class BotFrameworkChannel implements Channel {
  readonly name = 'bot-framework';
  readonly abilities = botFrameworkAbilities;
  readonly routes: readonly WebRoute[];
  readonly #options: BotFrameworkOptions;
  readonly #adapter: Adapter;
  readonly #intake: HookIntake;
  readonly #closing = new AbortController();
  #receive: Receive | null = null;
  #tellRead: (notice: ReadNotice) => void = () => {};
  #health: ChannelHealth = { state: 'starting' };

  constructor(options: BotFrameworkOptions) {
    const { app, clock, log } = options;
    this.#options = options;
    this.#adapter = new Adapter(options.authentication ?? authenticationOf(app));
    this.#intake = new HookIntake({ name: this.name, answerWithinMs, clock, log });
    this.routes = [
      { method: 'POST', path: '/api/messages', maxBodyBytes: 1 << 18, handle: (request) => this.#answer(request) },
    ];
  }

  async open(receive: Receive): Promise<void> {
    this.#receive = receive;
    this.#health = { state: 'well' };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#intake.close();
    this.#receive = null;
    this.#health = { state: 'off', because: 'closed' };
  }

  forgedCalls(): number {
    return this.#intake.forged;
  }

  onRead(tell: (notice: ReadNotice) => void): void {
    this.#tellRead = tell;
  }

  health(): ChannelHealth {
    return this.#health;
  }

  async deliver(message: Outgoing, to: Address): Promise<Delivered> {
    let messageIds: string[] = [];
    await this.#continue(to, async (context) => {
      messageIds = await sendParts(fromOutgoing(message), {
        send: async (activity) => (await context.sendActivity(activity))?.id ?? '',
        toFailure: toSendFailure,
        onFailure: (failure) => this.#settleHealth(failure),
        clock: this.#options.clock,
        closing: this.#closing.signal,
      });
      this.#settleHealth(null);
    });
    return { messageIds };
  }

  async erase(messageIds: readonly string[], in_: Address): Promise<number> {
    let gone = 0;
    await this.#continue(in_, async (context) => {
      for (const id of messageIds) {
        try {
          await context.deleteActivity(id);
          gone += 1;
        } catch (error) {
          // Hers cannot be deleted in most places.
          this.#options.log.info('bot-framework.not-deleted', describeForeign(error));
        }
      }
    });
    return gone;
  }

  /** Runs a turn of our own in a conversation. Throws SendFailed. */
  async #continue(to: Address, turn: (context: TurnContext) => Promise<void>): Promise<void> {
    const { app, authentication } = this.#options;
    if (!app && !authentication && !isLoopbackAddress(to.serviceUrl)) {
      throw new SendFailed({ kind: 'misconfigured', code: 'no app id' });
    }
    try {
      await this.#adapter.continueConversationAsync(app?.id ?? '', toReference(to), async (context) => {
        this.#adapter.neverRepeats(context);
        await turn(context);
      });
    } catch (error) {
      throw error instanceof SendFailed ? error : new SendFailed(toSendFailure(error));
    }
  }

  async #answer(request: WebRequest): Promise<WebResponse> {
    const { app, authentication } = this.#options;
    const open = !app && !authentication;
    if (open && !isLocal(request)) return { status: this.#intake.countForged() };
    const body = jsonOf(request);
    if (body === null || typeof body !== 'object' || Array.isArray(body)) return { status: 400 };
    const activity = body as Activity;
    if (typeof activity.type !== 'string' || typeof activity.serviceUrl !== 'string') return { status: 400 };
    if (open && !isLoopbackAddress(activity.serviceUrl)) return { status: this.#intake.countForged() };
    let answer: WebResponse = { status: 200 };
    let called = false;
    try {
      await this.#adapter.receive(headerOf(request, 'authorization') ?? '', activity, async () => {
        called = true;
        answer = await this.#take(activity);
      });
      return answer;
    } catch (error) {
      // Before the turn there is only the question who calls.
      if (!called) return { status: this.#intake.countForged() };
      this.#options.log.warn('bot-framework.turn-failed', describeForeign(error));
      return { status: 503 };
    }
  }

  async #take(activity: Activity): Promise<WebResponse> {
    const notice = readNoticeOf(activity);
    if (notice) this.#tellRead(notice);
    const ours = toActivity(activity, (named, maxBytes) => this.#load(named, activity.serviceUrl, maxBytes));
    if (!ours) return { status: 200 };
    return this.#intake.take(ours.conversation?.id ?? '', ours.id ?? '', (onKept) => this.#hand(ours, onKept));
  }

  async #hand(activity: Partial<Activity>, onKept: () => void): Promise<Received> {
    if (!this.#receive) return { outcome: 'refused', because: 'closing' };
    return this.#receive(activity, onKept);
  }

  /** Null as well for a picture that only the platform's own clients may have. */
  async #load(named: string, serviceUrl: string, maxBytes: number): Promise<Uint8Array | null> {
    const address = fileAddress(named, serviceUrl);
    if (!address) return null;
    try {
      return await loadFile(address, maxBytes);
    } catch (error) {
      if (error instanceof FileNotLoaded && /^40[134]$/.test(error.code)) return null;
      throw error;
    }
  }

  #settleHealth(failure: SendFailure | null): void {
    if (this.#closing.signal.aborted) return;
    if (failure === null) this.#health = { state: 'well' };
    if (failure?.kind !== 'misconfigured') return;
    this.#health = { state: 'ill', because: `TA-CHANNEL-001: Microsoft refuses the app's settings (${failure.code})` };
    this.#options.log.error('bot-framework.refused', {
      code: 'TA-CHANNEL-001',
      cure: 'check BOT_FRAMEWORK_APP_ID, BOT_FRAMEWORK_APP_PASSWORD and BOT_FRAMEWORK_TENANT_ID',
    });
  }
}

function authenticationOf(app: BotFrameworkOptions['app']): ConfigurationBotFrameworkAuthentication {
  const config = app
    ? {
        MicrosoftAppId: app.id,
        MicrosoftAppPassword: app.password,
        MicrosoftAppType: app.tenantId ? 'SingleTenant' : 'MultiTenant',
        ...(app.tenantId ? { MicrosoftAppTenantId: app.tenantId } : {}),
      }
    : {};
  return new ConfigurationBotFrameworkAuthentication(config);
}

function toReference(to: Address): Partial<ConversationReference> {
  const { properties, ...conversation } = (to.conversation ?? {}) as ConversationReference['conversation'];
  const platform = (properties as { platform?: unknown } | undefined)?.platform;
  return {
    ...to,
    channelId: typeof platform === 'string' ? platform : 'bot-framework',
    conversation: conversation as ConversationReference['conversation'],
    // Ours is its id with an m before it.
    ...(to.activityId ? { activityId: to.activityId.replace(/^m/, '') } : {}),
  };
}

function isLoopbackAddress(address: string | undefined): boolean {
  const url = URL.parse(address ?? '');
  return url !== null && isLoopback(url.hostname);
}
