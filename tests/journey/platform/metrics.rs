//! What `/metrics` tells, and to whom.

use support::both;

both! {
    async fn metrics_tell_routes_by_their_pattern_and_no_tender_by_name(world: World) {
        let tender = world.open_tender().await;
        let site = world.listen().await;
        let mut visitor = site.visitor();
        for path in ["/tenders", "/tenders/NG-2027-001", "/tenders/NG-2027-001/questions", "/no-such-page"] {
            visitor.get(path).await;
        }
        visitor.get("/metrics").await;
        visitor.gets(200);
        let text = visitor.page().body_text();
        assert!(text.contains("clusterbuy_http_requests_total{route=\"/tenders/{reference}\",method=\"GET\",status=\"2xx\"} 1"), "{text}");
        assert!(text.contains("clusterbuy_http_requests_total{route=\"other\",method=\"GET\",status=\"4xx\"} 1"), "{text}");
        assert!(text.contains("clusterbuy_database_statements_total"), "{text}");
        assert!(text.contains("clusterbuy_build_info{version="), "{text}");
        for untold in [tender.tender.reference.as_str(), "no-such-page", "bid"] {
            assert!(!text.contains(untold), "“{untold}” in {text}");
        }
    }

    async fn metrics_are_not_there_for_who_comes_from_elsewhere(world: World) {
        let mut visitor = world.visitor();
        visitor.get("/metrics").await;
        visitor.gets(404);
    }
}
