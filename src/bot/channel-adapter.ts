import type { Activity, ConversationReference, ResourceResponse } from 'botbuilder';
import type { Channel } from '../core/channel.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { BotAdapter, TurnContext } from './turn-context.ts';

/**
 * Our one BotAdapter: every channel's activities come through here, get a TurnContext and pass the middleware.
 * `onTurnError` stays unset: with it set, a failed proactive message looks sent.
 */
export class ChannelAdapter extends BotAdapter {
  readonly #channels: ReadonlyMap<string, Channel>;
  constructor(channels: ReadonlyMap<string, Channel>) {
    super();
    this.#channels = channels;
  }

  /** Runs the middleware and then `logic` over one activity. Rejects when either does. */
  async receive(
    channel: Channel,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    await this.runMiddleware(new TurnContext(this, { ...activity, channelId: channel.name }), logic);
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      const reference = TurnContext.getConversationReference(context.activity);
      const { messageIds } = await this.#channelOf(context.activity.channelId).deliver(toOutgoing(activity), reference);
      sent.push({ id: messageIds.at(-1) ?? '' });
    }
    return sent;
  }

  override async updateActivity(): Promise<undefined> {
    throw new Error('a message that was sent is not changed: few channels can, and people may have read it');
  }

  override async deleteActivity(context: TurnContext, reference: Partial<ConversationReference>): Promise<void> {
    const channel = this.#channelOf(context.activity.channelId);
    if (reference.activityId) await channel.erase?.([reference.activityId], reference);
  }

  override async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const activity = TurnContext.applyConversationReference(
      { type: 'event', name: 'continueConversation' },
      reference,
      true,
    );
    await this.runMiddleware(new TurnContext(this, activity), logic);
  }

  #channelOf(name: string): Channel {
    const channel = this.#channels.get(name);
    if (!channel) throw new RangeError(`there is no channel "${name}"`);
    return channel;
  }
}

function toOutgoing(activity: Partial<Activity>): Outgoing {
  const actions = activity.suggestedActions?.actions ?? [];
  const choices = actions.map(({ title, value }) => ({ label: title, says: String(value ?? title) }));
  return { text: activity.text ?? '', ...(choices.length > 0 ? { choices } : {}) };
}
