import type { Run } from '../api/types'
import { bytesText, durationText } from '../parts/time'
import { fuelText } from './fuelText'

/** What an ended run used, in one line. */
export function usageText({ wallMillis, fuel, memoryBytesMax, hostCalls, hostMillis }: Run): string {
  return [
    wallMillis !== undefined && durationText(wallMillis),
    fuel !== undefined && `${fuelText(fuel)} fuel`,
    memoryBytesMax !== undefined && bytesText(memoryBytesMax),
    hostCalls !== undefined && `${hostCalls} host ${hostCalls === 1 ? 'call' : 'calls'} in ${durationText(hostMillis ?? 0)}`,
  ].filter(Boolean).join(' · ')
}
