//! One test, two databases.

/// Emits each test twice, as `name::on_sqlite` and `name::on_postgres`. The test gets a [`crate::World`] whose database
/// has the product's tables and no rows; afterwards what the test left behind is checked ([`crate::World::end`]).
#[macro_export]
macro_rules! both {
    ($( $(#[$meta:meta])* async fn $name:ident($world:ident : World) $body:block )+) => { $(
        $(#[$meta])*
        async fn $name($world: $crate::World) $body

        mod $name {
            #[tokio::test]
            async fn on_sqlite() {
                $crate::world::run($crate::World::on_sqlite().await, super::$name).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(world) = $crate::World::on_postgres().await {
                    $crate::world::run(world, super::$name).await;
                }
            }
        }
    )+ };
}
