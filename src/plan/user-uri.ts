import { DIVISION } from '../scenario/population.ts'
import { divisionDirectory, divisionUsers, FIRST_GUEST } from './numbers.ts'
import type { Plan } from './plan.ts'

/** `Users.UserUri` by `Users.UserId`, of everybody but the guests of named conferences. */
export function userUri({ identities, services, company }: Plan, userId: number): string {
  if (userId < divisionUsers(0)) return identities[userId - 1]?.address ?? ''
  const service = services.find((one) => one.userId === userId)
  if (service) return service.address ?? ''
  if (!company) return ''
  const { directory, population } = company
  if (userId >= FIRST_GUEST) return directory.guestAddress(userId)
  if (userId < divisionDirectory(0)) {
    const user = userId - divisionUsers(0)
    return directory.user(Math.floor(user / DIVISION), user % DIVISION)
  }
  const block = divisionDirectory(1) - divisionDirectory(0)
  const division = Math.floor((userId - divisionDirectory(0)) / block)
  const entry = userId - divisionDirectory(division)
  const { partners } = population.directory
  return entry < partners ? directory.partner(division, entry) : directory.caller(division, entry - partners)
}
