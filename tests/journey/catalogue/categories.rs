use clusterbuy::account::Grant;
use clusterbuy::catalogue;
use entity::category;
use entity::membership::Role;
use support::both;

both! {
    async fn the_given_categories_are_added_once(world: World) {
        for _ in 0..2 {
            catalogue::ensure_given(&world.platform()).await.unwrap();
        }
        let categories = catalogue::categories(world.app.db.read()).await.unwrap();
        let slugs: Vec<&str> = categories.iter().map(|category| category.slug.as_str()).collect();
        assert_eq!(slugs, ["catering", "hr", "finance", "broadband", "payroll"]);
        let given = catalogue::given::given();
        assert!(categories.iter().zip(given).all(|(held, given)| held.shape == given.shape));
    }

    async fn an_administrator_adds_a_category_that_listings_can_use(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let mut ada = world.person("Ada Administrator", &[Grant::platform(Role::Administrator)]).await;
        ada.get("/admin/categories").await;
        ada.gets(200).sees("meals: (meals_universal + meals_free + meals_paid) × service_days");
        ada.follow("Add a category").await;
        let form = ada.form("Add the category").fill("Name", "Cleaning").fill("items", "area | Square metres\nbroken");
        let form = form.fill("units", "square_metre | square metre | square metres | area");
        let form = form.fill("Main unit", "square_metre").fill("components", "labour | Labour");
        form.fill("CPV codes", "90911200-8").fill("Cost codes", "E14 BAE130").submit().await;
        ada.is_told("Line 2: write a word and what people read, like employee | People employed");
        let form = ada.form("Add the category");
        assert_eq!((form.value("Name"), form.value("items")), ("Cleaning".to_owned(), "area | Square metres\nbroken".to_owned()));
        form.fill("items", "area | Square metres").submit().await;
        ada.gets(200).is_at("/admin/categories").sees("Cleaning is added").sees("square metres: area").sees("90911200-8");
        let mut visitor = world.visitor();
        visitor.get("/services/cleaning").await;
        visitor.gets(200).sees("Nothing is published here yet");
    }

    async fn a_category_name_is_used_once(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let mut ada = world.person("Ada Administrator", &[Grant::platform(Role::Administrator)]).await;
        ada.get("/admin/categories/new").await;
        let form = ada.form("Add the category").fill("Name", "HR").fill("items", "day | Days");
        let form = form.fill("units", "day | day | days | day").fill("Main unit", "day");
        form.fill("components", "service | Service").submit().await;
        ada.is_told("There is a category of this name already");
        assert_eq!(world.count_of::<category::Entity>().await, 5);
    }

    async fn nobody_else_sees_the_administrators_categories(world: World) {
        let school = world.school(100_001, "School").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        for path in ["/admin/categories", "/admin/categories/new"] {
            manager.get(path).await;
            manager.gets(403);
        }
    }
}
