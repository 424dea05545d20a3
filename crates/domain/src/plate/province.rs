//! The usual province of plates at an address.

/// The regions, as addresses begin, with the first character of their plates.
const REGIONS: [(&str, char); 31] = [
    ("北京", '京'),
    ("天津", '津'),
    ("上海", '沪'),
    ("重庆", '渝'),
    ("河北", '冀'),
    ("河南", '豫'),
    ("云南", '云'),
    ("辽宁", '辽'),
    ("黑龙江", '黑'),
    ("湖南", '湘'),
    ("安徽", '皖'),
    ("山东", '鲁'),
    ("新疆", '新'),
    ("江苏", '苏'),
    ("浙江", '浙'),
    ("江西", '赣'),
    ("湖北", '鄂'),
    ("广西", '桂'),
    ("甘肃", '甘'),
    ("山西", '晋'),
    ("内蒙古", '蒙'),
    ("陕西", '陕'),
    ("吉林", '吉'),
    ("福建", '闽'),
    ("贵州", '贵'),
    ("广东", '粤'),
    ("青海", '青'),
    ("西藏", '藏'),
    ("四川", '川'),
    ("宁夏", '宁'),
    ("海南", '琼'),
];

/// The form of a character of a Chinese plate that plates have: Hong Kong, Macao and Taiwan write other ones, and an
/// input method may give the radical.
pub const fn simplified(letter: char) -> char {
    match letter {
        '滬' => '沪',
        '雲' => '云',
        '遼' => '辽',
        '黒' | '⿊' => '黑',
        '魯' => '鲁',
        '蘇' => '苏',
        '贛' | '灨' => '赣',
        '陝' => '陕',
        '閩' => '闽',
        '貴' => '贵',
        '粵' => '粤',
        '寧' | '甯' | '寗' => '宁',
        '瓊' => '琼',
        '晉' => '晋',
        '亰' => '京',
        '⾭' => '青',
        '⽢' => '甘',
        '學' | '斈' => '学',
        '掛' => '挂',
        other => other,
    }
}

/// The first character of plates from the region of a Chinese address: the region that it names first.
pub fn province_of(address: &str) -> Option<char> {
    let named = REGIONS.iter().filter_map(|(region, province)| Some((address.find(region)?, *province)));
    named.min_by_key(|(at, _)| *at).map(|(_, province)| province)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plate::PROVINCES;

    #[test]
    fn every_province_has_its_region() {
        let mut provinces: Vec<char> = REGIONS.iter().map(|(_, province)| *province).collect();
        let mut known = PROVINCES.to_vec();
        provinces.sort_unstable();
        known.sort_unstable();
        assert_eq!(provinces, known);
    }

    #[test]
    fn an_address_names_its_region_before_its_streets() {
        assert_eq!(province_of("上海市嘉定区安亭镇墨玉南路 888 号"), Some('沪'));
        assert_eq!(province_of("浙江省杭州市上海路 3 号"), Some('浙'));
        assert_eq!(province_of("Moyu South Road 888, Shanghai"), None);
    }
}
