//! One build at a time, and what killed ones leave.

use super::*;

#[test]
fn a_second_build_waits_and_is_refused_when_the_first_does_not_end() {
    let world = World::new();
    for files in [[("a.html", "a")], [("a.html", "b")]] {
        let lock = world.lock();
        let mut waited = 0;
        let patience = Duration::from_millis(70);
        let error = Lock::take(&world.content(), &world.out(), patience, || waited += 1).unwrap_err();
        assert!(matches!(&error, PublishError::Busy(out) if *out == world.out()), "{error}");
        assert_eq!(waited, 1);
        std::thread::scope(|scope| {
            let (content, out) = (world.content(), world.out());
            let second = scope.spawn(move || Lock::take(&content, &out, Duration::from_secs(20), || {}));
            std::thread::sleep(Duration::from_millis(70));
            drop(lock);
            assert!(second.join().unwrap().is_ok());
        });
        world.publish(&files).unwrap();
        world.assert_site(&files);
    }
    let beside: Vec<_> = fs::read_dir(world.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
}

#[test]
fn a_refused_build_leaves_no_folders() {
    let world = World::new();
    drop(Lock::take(&world.content(), &world.dir.path().join("deep/er/site"), Duration::ZERO, || {}).unwrap());
    assert!(!world.dir.path().join("deep").exists());
}

#[test]
fn a_site_that_a_killed_build_left_half_changed_is_put_back() {
    let before = [("a.html", "a"), ("b", "b"), ("c/d.html", "d"), ("gone/e.html", "e"), ("same.html", "same")];
    let after = [("a.html", "A"), ("b/f.html", "f"), ("c", "c"), ("new/deep/g.html", "g"), ("same.html", "same")];
    let path = |path: &str| OutputPath::new(path).unwrap();
    for steps in 0..6 {
        let world = World::new();
        world.publish(&before).unwrap();
        let manifest = fs::read(world.out().join(OUTPUT_MARKER)).unwrap();
        let staging = world.dir.path().join(".site.casebook-new-1-0");
        let old = staging.join("old");
        fs::create_dir_all(old.join("gone")).unwrap();
        fs::rename(world.out().join(OUTPUT_MARKER), old.join(OUTPUT_MARKER)).unwrap();
        let mut both = Manifest::from_json(&manifest).unwrap();
        both.is_unfinished = true;
        both.files.extend(after.map(|(name, _)| (path(name), Entry { fingerprint: None, size: 0 })));
        fs::write(world.out().join(OUTPUT_MARKER), both.to_json()).unwrap();
        let aside = |name: &str| fs::rename(world.out().join(name), old.join(name)).unwrap();
        let put = |name: &str, text: &str| {
            let place = world.out().join(name);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        };
        let all: [&dyn Fn(); 6] = [
            &|| aside("b"),
            &|| aside("c"),
            &|| put("b/f.html", "f"),
            &|| put("c", "c"),
            &|| put("new/deep/g.html", "g"),
            &|| {
                fs::hard_link(world.out().join("a.html"), old.join("a.html")).unwrap();
                fs::remove_file(world.out().join("a.html")).unwrap();
                put("a.html", "A");
                aside("gone/e.html");
            },
        ];
        all[..=steps].iter().for_each(|step| step());
        drop(world.lock());
        world.assert_site(&before);
        assert_eq!(fs::read(world.out().join(OUTPUT_MARKER)).unwrap(), manifest, "after {steps}");
        assert!(!world.out().join("new").exists() && !staging.exists());
        world.publish(&after).unwrap();
        world.assert_site(&after);
    }
}
