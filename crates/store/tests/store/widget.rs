//! The sites in whose pages a dealer's booking may stand.

use crate::world::World;
use bayside_domain::origin::Origin;
use bayside_store::Origins;

fn sites(texts: &[&str]) -> Vec<Origin> {
    texts.iter().map(|text| Origin::parse(text).unwrap()).collect()
}

pub async fn origins_come_back_in_their_order_and_each_change_has_a_version(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    assert_eq!(read!(world.store, tx => tx.origins(anting).await), Origins::default());
    let first = sites(&["https://b.example", "http://localhost:5173", "https://a.example:8443"]);
    let list = first.clone();
    assert_eq!(write!(world.store, tx => tx.put_origins(anting, &list).await).await.unwrap(), 1);
    let kept = Origins { version: 1, list: first };
    assert_eq!(read!(world.store, tx => tx.origins(anting).await), kept);
    assert_eq!(read!(world.store, tx => tx.origins(aller).await), Origins::default());
    assert_eq!(
        write!(world.store, tx => tx.put_origins(aller, &sites(&["https://c.example"])).await).await.unwrap(),
        1
    );
    assert_eq!(write!(world.store, tx => tx.put_origins(aller, &[]).await).await.unwrap(), 2);
    let all = read!(world.store, tx => tx.origins_of_all().await);
    assert_eq!(all, [(anting, kept), (aller, Origins { version: 2, list: Vec::new() })].into());
}
