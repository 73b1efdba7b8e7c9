import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { lines } from './tiny.ts'

const test = suite('conference URIs')

test('are one for the focus and one for each modality, and a series keeps them', () => {
  assert.equal(lines('ConferenceUris'), [
    'NextUpdateTS | ConferenceUriId | ConferenceUri | Checksum | UriTypeId',
    '2015-07-13 00:00:00.000 | 1 | sip:ann.bell@contoso.com;gruu;opaque=app:conf:focus:id:K63EXSDH | -1157407724 | 2',
    '2015-07-13 00:00:00.000 | 2 | sip:ann.bell@contoso.com;gruu;opaque=app:conf:chat:id:K63EXSDH | 1580475580 | 3',
    '2015-07-13 00:00:00.000 | 4 | sip:ann.bell@contoso.com;gruu;opaque=app:conf:applicationsharing:id:K63EXSDH | -1994172140 | 5',
    '2015-07-13 00:00:00.000 | 6 | sip:tester@contoso.com;gruu;opaque=app:conf:focus:id:5JN08WFX | 1624389389 | 2',
    '2015-07-13 00:00:00.000 | 8 | sip:tester@contoso.com;gruu;opaque=app:conf:audio-video:id:5JN08WFX | 432059585 | 4',
  ])
})

test.run()
