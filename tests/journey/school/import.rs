//! Importing schools: by the administrator's page and by the command's own verbs, on both databases.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clusterbuy::account::invite_administrator;
use clusterbuy::platform::context::Context;
use clusterbuy::school::import::{self, Asked, Counts, Source, Step};
use entity::import_run::ImportState;
use entity::{event, import_run, school};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::{Client, Person, World, both};

/// An import of five rows ends within fewer looks than this.
const LOOKS: usize = 100_000;

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

async fn administrator(world: &World) -> Person {
    invite_administrator(&Context::platform(&world.app), "ada.example@example.org", "Ada Example").await.unwrap();
    world.letter_to("ada.example@example.org", "").await;
    world.person("Ada Example", &[]).await
}

/// Chooses a file, and looks again until the import has ended.
async fn imports(client: &mut Client, file: &str, content: &[u8], ticked: &[&str]) {
    client.get("/admin/import").await;
    let form = client.form("Import schools").attach("File of schools", file, content);
    ticked.iter().fold(form, |form, label| form.tick(label)).submit().await;
    client.gets(200).sees(&format!("Import of {file}"));
    let address = client.page().path.clone();
    for _ in 0..LOOKS {
        if !client.page().says("Reading") {
            return;
        }
        client.get(&address).await;
    }
    panic!("the import did not end: {}", client.page().text());
}

async fn found(world: &World, urn: i32) -> school::Model {
    let by_urn = school::Entity::find().filter(school::Column::Urn.eq(urn));
    by_urn.one(world.app.db.read()).await.unwrap().expect("the school is there")
}

async fn events(world: &World) -> Vec<event::Model> {
    let imported = event::Entity::find().filter(event::Column::Action.eq("schools.imported"));
    imported.all(world.app.db.read()).await.unwrap()
}

fn source(content: Vec<u8>) -> Source {
    let content: Arc<[u8]> = content.into();
    Arc::new(move || Ok(Box::new(std::io::Cursor::new(Arc::clone(&content)))))
}

/// As the command line does it.
async fn run(world: &World, content: &Source, asked: Asked) -> import_run::Model {
    let context = Context::platform(&world.app);
    let id = import::ask(&context, "schools.csv", asked).await.unwrap();
    import::run(&context, id, content, &mut |_| {}).await.unwrap()
}

const ONLY_CHECK: &str = "Only check the file, and write nothing";
const LEAVE_OUT: &str = "Leave out rows that cannot be read, and import the rest";

both! {
    async fn an_administrator_imports_the_census_and_a_second_time_changes_nothing(world: World) {
        let mut ada = administrator(&world).await;
        imports(&mut ada, "census.csv", &sample("census_small_1252.csv"), &[]).await;
        ada.sees("Imported").sees("Created 5").sees("Refused 0");
        assert_eq!(found(&world, 900_002).await.name, "St Anne’s, Mill Road");
        imports(&mut ada, "census.csv", &sample("census_small.csv"), &[]).await;
        ada.sees("Created 0").sees("Unchanged 5");
        assert_eq!(world.count_of::<school::Entity>().await, 5);
        let events = events(&world).await;
        assert_eq!(events.len(), 2, "one event an import");
        assert!(events.iter().all(|event| event.actor.is_some()));
        ada.follow("Import another file").await;
        ada.sees("Latest imports");
    }

    async fn an_import_sets_only_the_columns_that_its_file_has(world: World) {
        let mut ada = administrator(&world).await;
        imports(&mut ada, "census.csv", &sample("census_small.csv"), &[]).await;
        imports(&mut ada, "register.csv", &sample("register_names_small.csv"), &[]).await;
        ada.sees("Created 2").sees("Updated 1");
        let brook = found(&world, 900_001).await;
        assert_eq!((brook.pupils, brook.federation_name.as_deref()), (Some(212), Some("The Brook Federation")));
        imports(&mut ada, "census.csv", &sample("census_small.csv"), &[]).await;
        ada.sees("Updated 1").sees("Unchanged 4");
        let brook = found(&world, 900_001).await;
        assert_eq!((brook.pupils, brook.federation_name.as_deref()), (Some(210), Some("The Brook Federation")));
        assert_eq!(brook.town.as_deref(), Some("Fernton"));
    }

    async fn a_bad_row_stops_the_import_before_it_writes_and_is_named_with_its_row(world: World) {
        let mut ada = administrator(&world).await;
        imports(&mut ada, "census.csv", &sample("census_faulty.csv"), &[]).await;
        ada.sees("Nothing was written").sees("Refused 5");
        ada.sees("Row 3, urn: enter a whole number. We found \"two hundred\"");
        assert_eq!(world.count_of::<school::Entity>().await, 0);
        assert_eq!(events(&world).await.len(), 0);
        imports(&mut ada, "census.csv", &sample("census_faulty.csv"), &[LEAVE_OUT]).await;
        ada.sees("Imported").sees("Created 2").sees("Refused 5").sees("Row 8: this row has 6 columns");
        assert_eq!(world.count_of::<school::Entity>().await, 2);
    }

    async fn a_check_says_what_an_import_would_do_and_writes_nothing(world: World) {
        let mut ada = administrator(&world).await;
        imports(&mut ada, "census.csv", &sample("census_small.csv"), &[ONLY_CHECK]).await;
        ada.sees("nothing was written").sees("Created 5");
        assert_eq!(world.count_of::<school::Entity>().await, 0);
        assert_eq!(events(&world).await.len(), 0);
    }

    async fn a_file_that_is_none_of_ours_is_refused_beside_the_field(world: World) {
        let mut ada = administrator(&world).await;
        ada.get("/admin/import").await;
        ada.form("Import schools").submit().await;
        ada.is_told("Choose a file");
        let spine = b"URN,LA,ESTAB,LAESTAB,SCHNAME,ICLOSE\n104142,335,2000,3352000,Alumwell,1\n";
        ada.form("Import schools").attach("File of schools", "spine.csv", spine).tick(LEAVE_OUT).submit().await;
        ada.gets(422).sees("This file is the performance tables \"spine\"");
        assert_eq!(ada.form("Import schools").value(LEAVE_OUT), "yes", "what was ticked is kept");
        ada.form("Import schools").attach("File of schools", "a.csv", b"a,b\n").with("csrf", "wrong").submit().await;
        ada.gets(403);
        assert_eq!(world.count_of::<import_run::Entity>().await, 0);
    }

    async fn a_row_without_end_refuses_the_file_in_words(world: World) {
        let mut ada = administrator(&world).await;
        let mut bytes = sample("census_small.csv");
        bytes.extend(b"202223,900009,\"");
        bytes.extend(vec![b'x'; 1_300_000]);
        imports(&mut ada, "census.csv", &bytes, &[]).await;
        ada.sees("Refused").sees("Row 7 is too long to be one row");
        assert_eq!(world.count_of::<school::Entity>().await, 0);
    }

    async fn nobody_but_an_administrator_imports(world: World) {
        let mut visitor = world.visitor();
        visitor.get("/admin/import").await;
        visitor.sees("Sign in");
        visitor.post("/admin/import", &[]).await;
        assert_ne!(visitor.page().status, 500);
        assert_eq!(world.count_of::<import_run::Entity>().await, 0);
    }

    async fn two_imports_at_once_leave_each_school_once(world: World) {
        let (census, register) = (source(sample("census_small.csv")), source(sample("register_names_small.csv")));
        let (first, second) =
            tokio::join!(run(&world, &census, Asked::default()), run(&world, &register, Asked::default()));
        assert_eq!((first.state, second.state), (ImportState::Done, ImportState::Done));
        assert_eq!(world.count_of::<school::Entity>().await, 7);
        let brook = found(&world, 900_001).await;
        assert_eq!((brook.town.as_deref(), brook.name.as_str()), (Some("Fernton"), "Brook Lane Primary School"));
        assert_eq!(events(&world).await.len(), 2);
    }

    async fn an_import_that_a_stopped_server_cut_short_is_shown_as_stopped(world: World) {
        let context = Context::platform(&world.app);
        let id = import::ask(&context, "census.csv", Asked::default()).await.unwrap();
        import::give_up_interrupted(&world.app).await.unwrap();
        let mut ada = administrator(&world).await;
        ada.get(&format!("/admin/import/{id}")).await;
        ada.sees("Stopped").sees("Choose the file again");
    }

    async fn all_of_england_is_imported_once_and_unchanged_the_second_time(world: World) {
        let Some(content) = published("spc_2022_23_england.csv") else { return };
        let counts = |run: import_run::Model| Counts::of(&run).to_string();
        assert_eq!(counts(run(&world, &content, Asked::default()).await), "created=24442 updated=0 unchanged=0 refused=0");
        let mut told = 0;
        let context = Context::platform(&world.app);
        let id = import::ask(&context, "again.csv", Asked::default()).await.unwrap();
        let mut tell = |step: Step<'_>| told += u32::from(matches!(step, Step::Checked { .. }));
        let again = import::run(&context, id, &content, &mut tell).await.unwrap();
        assert_eq!(counts(again), "created=0 updated=0 unchanged=24442 refused=0");
        assert_eq!(told, 4, "progress is told every 5,000 rows");
    }
}

fn published(name: &str) -> Option<Source> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/schools").join(name);
    if path.is_file() {
        return Some(Arc::new(move || Ok(Box::new(fs::File::open(&path)?))));
    }
    support::skip::skip_file(name);
    None
}
