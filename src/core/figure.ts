/**
 * The measures counted from facts, by name; a `Figure` row is the sum of one of them for a unit and a day.
 * `check-ins/` adds to them in the commit that writes the facts, `to-am figures rebuild` makes them again, formulas of plans
 * name them. Facts that wait for a closed period to be reopened, or were replaced or withdrawn, count nowhere.
 *
 * | measure | day | n |
 * | --- | --- | --- |
 * | `check-ins`, `check-ins/nothing`, `check-ins/late` | last day of the period reported for | 1 each; a unit's second check-in of a week does not count again in `check-ins` |
 * | `households` | day | households helped, named or told as a number |
 * | `households/distinct-year`, `households/distinct-plan-year` | first day in the calendar (plan) year | 1 for each named household, plus those told as a number |
 * | `support/<kind>` | day | households given this support |
 * | `value-vnd` | day | đồng |
 * | `reached/<criterion>`, `reached/whole` | day | households that reached it, each once, on the first day it was stated |
 * | `reached/whole-helped` | day first stated | those of `reached/whole` that the branch has helped at any time (ND-3) |
 * | `activities`, `activities/type/<type>`, `activities/topic/<topic>`, `activities/campaign/<id>` | day | activities |
 * | `participants`, `households-informed`, `households-committed` | day | as told; absent counts nothing |
 * | `models/founded`, `models/strengthened`, `models/<id>` | day | changes |
 * | `nominations`, `nominations/chosen` | day it was proposed | good examples; those of them that an official has chosen for commendation |
 * | `yearly/<name>` | `2026` (the year) | what a unit stated for the year, the latest version |
 * | `questions/<topic>` | `2026-11` (the month) | what people asked about, of nobody and of no unit (`everywhere`), five at a time |
 * | `readable/<keys>`, `read/<keys>` | day | messages of a campaign that a channel may tell to be read, and that were, of nobody and of no unit (`everywhere`) |
 * | `violence/found`, `violence/supported` | `2026-11` (the month) | counts under the rules of domain section 3 |
 */
export type Measure = string;
