//! One way to write a table down: columns, keys, references, indexes.
use sea_orm_migration::prelude::*;

/// A table to create, with its indexes.
pub struct Table {
    name: &'static str,
    statement: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

impl Table {
    pub fn new(name: &'static str) -> Self {
        let statement = sea_query::Table::create().table(name).to_owned();
        Self { name, statement, indexes: Vec::new() }
    }

    pub fn column(mut self, column: ColumnDef) -> Self {
        self.statement.col(column);
        self
    }

    pub fn primary_key(mut self, columns: &[&'static str]) -> Self {
        let mut key = Index::create();
        for column in columns {
            key.col(*column);
        }
        self.statement.primary_key(&mut key);
        self
    }

    /// A foreign key to the other table's `id`; the other row cannot go while this one stands.
    pub fn references(mut self, column: &'static str, table: &'static str) -> Self {
        let name = format!("fk_{}_{column}", self.name);
        let mut key = ForeignKey::create();
        key.name(name).from(self.name, column).to(table, "id").on_delete(ForeignKeyAction::Restrict);
        self.statement.foreign_key(&mut key);
        self
    }

    pub fn unique(self, columns: &[&'static str]) -> Self {
        self.indexed(columns, true)
    }

    pub fn index(self, columns: &[&'static str]) -> Self {
        self.indexed(columns, false)
    }

    /// An index of the rows in which a column that is nearly always empty has a value.
    pub fn index_where_known(mut self, column: &'static str) -> Self {
        let mut index = Index::create();
        index.name(format!("ix_{}_{column}", self.name)).table(self.name).col(column);
        index.cond_where(Expr::col(column).is_not_null());
        self.indexes.push(index);
        self
    }

    fn indexed(mut self, columns: &[&'static str], unique: bool) -> Self {
        let mut index = Index::create();
        index.name(format!("{}_{}_{}", if unique { "uq" } else { "ix" }, self.name, columns.join("_")));
        index.table(self.name);
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        self.indexes.push(index);
        self
    }

    pub async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.statement).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops tables, those that refer to others first.
pub async fn down(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(sea_query::Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
