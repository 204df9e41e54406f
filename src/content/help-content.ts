import {
  dangerCardsSchema,
  type HelpContent,
  helpLinesSchema,
  placesSchema,
  sensitiveSchema,
} from '../help/help-content.ts';
import type { ContentReader } from './content-reader.ts';

/** Reads prompts/help; problems go to the reader. */
export function readHelpContent(reader: ContentReader): HelpContent {
  return {
    cards: reader.yaml('help/danger-cards.yaml', dangerCardsSchema)?.value,
    lines: reader.yaml('help/help-lines.yaml', helpLinesSchema)?.value.lines ?? [],
    places: reader.yaml('help/places.yaml', placesSchema)?.value.places ?? [],
  } as HelpContent;
}

/** Words that a locked screen must not show. */
export function readSensitiveWords(reader: ContentReader): readonly string[] {
  return reader.yaml('lexicon/sensitive.yaml', sensitiveSchema)?.value.words ?? [];
}
