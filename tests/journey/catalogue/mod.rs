//! Who sells what: organisations, their listings and SLAs, the public lists, the categories.

mod categories;
mod lifecycle;
mod listings;
mod national;
mod price_lists;
mod prices;
mod providers;
mod search;
mod services;
