//! The two shapes that every table file repeats: a table without declared relations, and an enum stored as text.

/// A table whose joins are written out in `store.rs`, not declared here.
macro_rules! plain_table {
    () => {
        #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
        pub enum Relation {}
        impl ActiveModelBehavior for ActiveModel {}
    };
}

/// An enum stored, sent and printed as one snake_case word.
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::EnumIter, sea_orm::DeriveActiveEnum,
            serde::Serialize, serde::Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$vmeta])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every value, in the order it is declared.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that is stored, sent and used in URLs.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::ids::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($text => Ok($name::$variant),)+ _ => Err(crate::ids::UnknownWord(word.to_owned())) }
            }
        }
    };
}
