import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';
import { auditPage, WHOLE } from './pages/audit.ts';

describeWith('chromium', 'the audit page', (chromium) => {
  const bench = useBench(chromium);
  const openAudit = async (query = '') => {
    const { server, open } = bench();
    server.state.answers = auditPage.busy;
    const opened = await open(`/audit${query}`);
    await opened.page.waitForSelector('.panel-audit-list [data-row]');
    await opened.page.selectOption('.preferences label:first-child select', 'en');
    const rows = () => opened.page.locator('.panel-audit-list [data-row]');
    return { server, ...opened, rows };
  };

  it('says of each row who did what to what, when, why, and what came of it', async () => {
    const { page, rows, complaints } = await openAudit();
    const cells = async (seq: number) =>
      (
        await rows()
          .filter({ has: page.locator(`text="${seq}"`) })
          .locator('td, th')
          .allTextContents()
      ).slice(0, 6);
    expect(await cells(84)).toEqual(['Nov 23 14:32', 'mei', 'Saved a file of the shop', 'store.yaml', '–', 'offers']);
    expect(await cells(83)).toEqual(['Nov 23 14:15', 'ann', 'Had a tag watched again', '3034F1A2B400000000000031', 'Refused', 'NOT_FOUND']);
    expect(await cells(79)).toEqual([
      'Nov 23 13:07',
      'Offer Brew it well',
      'Asked an actuator',
      'shelf-lamp',
      '–',
      'an offer asked · on 80% #FFB347 · until 14:32:23',
    ]);
    expect((await cells(78)).slice(1)).toEqual([
      'ben',
      'Was not let at an actuator',
      'store-room-lock',
      'Turned away',
      'the shop is closed · on · channel 1',
    ]);
    expect((await cells(74)).slice(1, 5)).toEqual(['Command line of the gateway', 'Made a login link', 'mei', 'Done']);
    expect(await page.textContent('[data-figure=failed]')).toMatch(/Refused or not proved\s*21/);
    expect(complaints).toEqual([]);
  });

  it('narrows by who, what, outcome and text, and the address restores that view', async () => {
    const { page, rows } = await openAudit();
    const choose = (name: string, label: string) => page.getByRole('combobox', { name }).selectOption({ label });
    await choose('Who', 'ann');
    await eventually(async () => expect(await rows().count()).toBe(14));
    await choose('Outcome', 'Refused');
    await eventually(async () => expect(await rows().count()).toBe(7));
    await page.reload();
    await eventually(async () => expect(await rows().count()).toBe(7));
    expect(await page.getAttribute('.panel-audit-list a[download]', 'href')).toMatch(
      /audit\.csv\?from=\d+&to=\d+&who=ann&outcome=refused$/,
    );
    await page.getByRole('button', { name: 'Show everything' }).click();
    await choose('Who', 'Command line of the gateway');
    await page.getByRole('searchbox', { name: 'Search' }).fill('nobody is called so');
    await page.keyboard.press('Enter');
    await page.getByText('No row of these days is like that.').waitFor();
  });

  it('turns to older rows and back', async () => {
    const { page, rows } = await openAudit();
    const first = () => rows().first().getAttribute('data-row');
    expect([await rows().count(), await first()]).toEqual([50, '84']);
    await page.getByRole('button', { name: 'Older' }).click();
    await eventually(async () => expect([await rows().count(), await first()]).toEqual([34, '34']));
    expect(await page.getByRole('button', { name: 'Older' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Newest' }).click();
    await eventually(async () => expect(await first()).toBe('84'));
  });

  it('checks the chain: whole, and still the one whose hash was noted', async () => {
    const { page } = await openAudit();
    const result = page.locator('.audit-result');
    await page.getByRole('button', { name: 'Check now' }).click();
    await result.getByText('Whole: 84 rows, none changed, none missing.').waitFor();
    expect(await result.textContent()).toContain(WHOLE.headHash);
    const head = page.getByLabel('Hash that was noted before (optional)');
    await head.fill('not a hash');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('A hash has 64 hex digits').waitFor();
    expect(await head.getAttribute('aria-invalid')).toBe('true');
    await head.fill(` ${WHOLE.headHash.toUpperCase()} `);
    await page.keyboard.press('Enter');
    await result.getByText('is one of the chain').waitFor();
    await head.fill('d'.repeat(64));
    await page.keyboard.press('Enter');
    await result.getByText('the log was written anew since').waitFor();
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, 'audit-checked');
  });

  it('names the row at which the chain breaks, and shows the rows around it', async () => {
    const { server, page, rows } = await openAudit('?who=mei');
    server.state.answers = { ...auditPage.busy, 'audit/check': () => ({ ...WHOLE, broken: { seq: 40, what: 'changed' } }) };
    await page.getByRole('button', { name: 'Check now' }).click();
    const alert = page.locator('.audit-result [role=alert]');
    expect(await alert.textContent()).toContain('Broken: row 40 is not as it was written.');
    await alert.getByRole('button').click();
    await page.locator('[data-row="40"]').waitFor();
    expect(await rows().first().getAttribute('data-row')).toBe('64');
  });

  it('is the last of the navigation, and stands in sight there on a phone too', async () => {
    const { server, open } = bench();
    server.state.answers = auditPage.busy;
    const { page } = await open('/audit', { width: 390 });
    const link = page.locator('.nav [aria-current=page]');
    await eventually(async () => {
      const box = await link.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    });
    expect(await page.evaluate('scrollX')).toBe(0);
    expect(await page.evaluate('scrollY')).toBe(0);
  });
});
