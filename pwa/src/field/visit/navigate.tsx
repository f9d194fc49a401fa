// 导航: hands the registered point to a map app, in the datum that the app expects.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/field';
import type { HouseholdRow } from '@/store/contract';
import { Button, Row, Rows, Sheet } from '@/ui';

export interface MapLinks {
  readonly amap: string;
  readonly baidu: string;
  readonly system: string;
}

/** WGS-84 in, one link an app out: 高德 takes GCJ-02, 百度 BD-09, the system's own scheme WGS-84. */
export async function mapLinks(household: HouseholdRow): Promise<MapLinks | null> {
  if (!household.point) return null;
  const { default: gcoord } = await import('gcoord');
  const wgs: [number, number] = [household.point.lon_e7 / 1e7, household.point.lat_e7 / 1e7];
  const [lon, lat] = gcoord.transform(wgs, gcoord.WGS84, gcoord.GCJ02);
  const [bd_lon, bd_lat] = gcoord.transform(wgs, gcoord.WGS84, gcoord.BD09);
  // The name of the family stays on this phone: the map app is given the village alone.
  const name = encodeURIComponent(household.village.name);
  const at = (value: number | undefined): string => (value ?? 0).toFixed(6);
  return {
    amap: `https://uri.amap.com/navigation?to=${at(lon)},${at(lat)},${name}&mode=car&coordinate=gaode&callnative=1`,
    baidu: `https://api.map.baidu.com/marker?location=${at(bd_lat)},${at(bd_lon)}&title=${name}&content=${name}&coord_type=bd09ll&output=html&src=fangcha`,
    system: `geo:${at(wgs[1])},${at(wgs[0])}?q=${at(wgs[1])},${at(wgs[0])}(${name})`,
  };
}

export function NavigateButton({ household }: { household: HouseholdRow }) {
  const links = useSignal<MapLinks | null>(null);
  const open = (): void => {
    mapLinks(household).then((made) => {
      links.value = made;
    });
  };
  if (!household.point) {
    return (
      <Button fit icon="navigation" disabled>
        {t('nav.none')}
      </Button>
    );
  }
  return (
    <>
      <Button kind="go" fit icon="navigation" onClick={open}>
        {t('nav.go')}
      </Button>
      <Sheet open={links.value !== null} title={t('nav.title')} onClose={() => (links.value = null)}>
        <Rows>
          <Row icon="map" label={t('nav.amap')} href={links.value?.amap ?? ''} />
          <Row icon="map" label={t('nav.baidu')} href={links.value?.baidu ?? ''} />
          <Row icon="smartphone" label={t('nav.system')} href={links.value?.system ?? ''} />
        </Rows>
        <p class="small soft">{t('nav.note')}</p>
      </Sheet>
    </>
  );
}
