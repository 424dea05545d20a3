//! 安亭湾汽车.

use super::{Cast, DemoCallback, DemoCar, DemoWish, Expected, ExpectedAt, Explained, Extra, Progress, Variation, Who};
use bayside_domain::callback::CallbackTeam;
use bayside_domain::codes::{PartFate, PlateKind, Salutation, Stage, Stay};
use bayside_domain::language::Language;

const MR: Option<Salutation> = Some(Salutation::Mr);
const MS: Option<Salutation> = Some(Salutation::Ms);

/// A customer with a car; the other fields are the same for everybody here.
const fn who(
    name: &'static str,
    salutation: Option<Salutation>,
    phone: &'static str,
    plate: &'static str,
    model: &'static str,
    mileage_km: u32,
    concern: &'static str,
) -> Who {
    Who {
        name,
        salutation,
        phone,
        plate,
        plate_kind: PlateKind::Cn,
        model,
        mileage_km,
        vin: None,
        concern,
        locale: Language::ZhCn,
        named: true,
    }
}

const fn car(who: Who, services: &'static [&'static str], stage: Stage, minutes: i64, variation: Variation) -> DemoCar {
    DemoCar { who, services, progress: Progress::Here(stage), minutes, variation, overnight: false }
}

const CARS: &[DemoCar] = &[
    DemoCar {
        progress: Progress::Gone,
        ..car(
            who("吴桂兰", MS, "13900000101", "沪E70826", "桑塔纳 1.5L", 88_400, "例行保养，雨刮有点响"),
            &["oil"],
            Stage::Ready,
            290,
            Variation::Plain,
        )
    },
    DemoCar {
        progress: Progress::Gone,
        ..car(
            Who {
                named: false,
                ..who(
                    "Thomas Weber",
                    MR,
                    "13900000102",
                    "沪AD51307",
                    "ID.6 X",
                    31_200,
                    "Range seems lower in the mornings",
                )
            },
            &["hv-check"],
            Stage::Ready,
            230,
            Variation::Plain,
        )
    },
    DemoCar {
        overnight: true,
        ..car(
            Who {
                vin: Some("LSVFF60T2K2104418"),
                ..who(
                    "赵志强",
                    MR,
                    "13900000103",
                    "沪B52771",
                    "途观 L 330TSI",
                    73_600,
                    "机油灯昨天闪了一下，空调有味道",
                )
            },
            &["oil", "ac"],
            Stage::Ready,
            150,
            Variation::Declined,
        )
    },
    car(
        who("孙丽华", MS, "13900000104", "苏ED30208", "ID.4 X", 24_900, "车机提示检查电池"),
        &["hv-check", "ac"],
        Stage::Ready,
        130,
        Variation::Plain,
    ),
    DemoCar {
        overnight: true,
        ..car(
            Who {
                vin: Some("LFV2A21K2M3190771"),
                ..who("周建国", MR, "13900000105", "皖A61263", "帕萨特 330TSI", 96_100, "刹车时方向盘轻微抖动")
            },
            &["service-60k", "brake-check"],
            Stage::Repair,
            100,
            Variation::Late,
        )
    },
    car(
        who("徐静", MS, "13900000106", "沪AD18962", "ID.3", 41_700, "高速上有胎噪"),
        &["tyres"],
        Stage::Preparing,
        110,
        Variation::Approved,
    ),
    car(
        who("马国良", MR, "13900000107", "浙F3J90K", "朗逸 1.5L 2021 款", 52_300, "到保养里程了"),
        &["oil"],
        Stage::Wash,
        90,
        Variation::Plain,
    ),
    car(
        Who {
            vin: Some("LSVUZ60T9M2087263"),
            ..who("胡敏", MS, "13900000108", "沪C07518", "途岳 300TSI", 60_400, "六万公里保养，顺便看看底盘异响")
        },
        &["service-60k"],
        Stage::Inspection,
        85,
        Variation::Moved,
    ),
    DemoCar {
        overnight: true,
        ..car(
            Who {
                vin: Some("LSVAB2BR1JN000001"),
                ..who("郭伟", MR, "13900000109", "沪A60345", "新朗逸 300TSI", 61_800, "冷车启动时有异响，空调不太凉")
            },
            &["service-60k", "ac"],
            Stage::Repair,
            60,
            Variation::Asks,
        )
    },
    DemoCar {
        overnight: true,
        ..car(
            who("何佳怡", MS, "13900000110", "沪AF53117", "途观 L PHEV", 18_600, "充电口有时插不紧"),
            &["hv-check"],
            Stage::Waiting,
            25,
            Variation::Plain,
        )
    },
    car(
        who("高翔", MR, "13900000111", "沪A92345", "凌渡 L 280TSI", 35_200, "换机油，帮我看一下右后轮胎"),
        &["oil"],
        Stage::Received,
        5,
        Variation::Plain,
    ),
];

const EXPECTED: &[Expected] = &[
    Expected {
        who: who("张磊", MR, "13900000121", "沪A83046", "帕萨特 380TSI", 47_500, "保养，刹车踩下去有点软"),
        services: &["oil", "brake-check"],
        when: ExpectedAt::Soon(10),
        prepared: 4,
    },
    Expected {
        who: who("刘晓燕", MS, "13900000122", "沪FD62915", "ID.3", 12_800, "空调吹出来有霉味"),
        services: &["ac"],
        when: ExpectedAt::Soon(25),
        prepared: 2,
    },
    Expected {
        who: Who {
            named: false,
            ..who("朱文博", MR, "13900000123", "沪G41728", "途昂 380TSI", 82_700, "轮胎磨得不太均匀")
        },
        services: &["tyres"],
        when: ExpectedAt::Soon(90),
        prepared: 0,
    },
    Expected {
        who: who("林秀英", MS, "13900000124", "苏B8K216", "Polo Plus 1.5L", 29_300, "机油保养"),
        services: &["oil"],
        when: ExpectedAt::Day(1, 9),
        prepared: 0,
    },
    Expected {
        who: who("罗志远", MR, "13900000125", "沪K05573", "途安 L 280TSI", 60_900, "六万公里保养"),
        services: &["service-60k", "ac"],
        when: ExpectedAt::Day(1, 14),
        prepared: 0,
    },
    Expected {
        who: Who {
            named: false, ..who("梁雨桐", MS, "13900000126", "沪AD77340", "ID.4 X", 20_100, "年检前看看三电")
        },
        services: &["hv-check"],
        when: ExpectedAt::Day(2, 10),
        prepared: 0,
    },
];

const ASKS: DemoCallback = DemoCallback {
    who: who(
        "高敏",
        MS,
        "13900000131",
        "沪B3H771",
        "途观 L 330TSI",
        48_300,
        "右前门蹭了一道，想先问问要多少钱、要多久",
    ),
    team: CallbackTeam::Adviser,
};

const WAITS: DemoWish = DemoWish {
    who: who("许志强", MR, "13900000132", "沪C60715", "威然 380TSI", 59_400, "六万公里保养，想借代步车"),
    services: &["service-60k"],
    stay: Stay::Loaner,
    days: (20, 26),
};

/// The made-up customers of 安亭湾汽车.
pub fn cast() -> Cast {
    Cast {
        cars: CARS,
        expected: EXPECTED,
        callback: ASKS,
        wish: WAITS,
        extras: [
            Extra {
                title: "更换前制动片",
                reason: "前轮制动片只剩 2.8 mm，厂家下限 2.0 mm，建议现在更换",
                amount: 68_000,
                minutes: 35,
            },
            Extra {
                title: "更换雨刮片", reason: "左侧雨刮胶条开裂，雨天有拖影", amount: 18_600, minutes: 10
            },
            Extra {
                title: "右后轮胎补胎", reason: "右后轮扎了一颗钉子，内侧热补即可", amount: 8_000, minutes: 20
            },
        ],
        explained: &Explained {
            finding: ("空调滤芯堵塞", "滤芯积灰和落叶，出风量只有一半，这就是异味的来源"),
            reading: (
                "前制动片接近下限",
                "还能开，但建议 3,000 公里内更换；这次您没有选择更换，我们记在下次保养里",
                "前制动片",
                [2_400, 2_000, 12_000],
            ),
            done: &[
                ("oil", "机油按厂家等级更换；机油压力怠速 1.6 bar，正常。昨天闪灯是油位低于下限"),
                ("ac", "蒸发箱清洗，滤芯更换，出风 7 °C"),
            ],
            not_needed: ("KT-500", "蒸发箱不脏，清洗剂没有用到"),
            warranty: ("ac", "内循环风门电机，厂家质保", "5Q0907511", 26_000),
            replaced: &[
                ("机油滤芯", PartFate::KeptByHouse),
                ("空调滤芯", PartFate::Taken),
                ("内循环风门电机", PartFate::KeptByHouse),
            ],
            care_tips: &["每周看一次机油尺，油位在上下限之间就好", "空调滤芯每 2 万公里或一年换一次"],
        },
        moved_because: "底盘检查多发现一处松动的护板，需要重新固定",
        checks: &[
            ("制动片厚度（前）", "8.2 mm"),
            ("胎压", "2.4 bar"),
            ("蓄电池电压", "12.6 V"),
            ("扭矩复查", "120 N·m"),
        ],
    }
}
