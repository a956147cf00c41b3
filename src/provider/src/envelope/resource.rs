//! [`Enveloped`]: the resource that an [`Object`] makes.

use std::marker::PhantomData;

use async_trait::async_trait;
use provider_core::import::Wanted;
use provider_core::object::{Facts, OntapModel, rules};
use tfplugin::schema::has_name;
use tfplugin::{
    Cx, DefaultTimeouts, Diagnostics, Model, MovedFrom, NeverReplaced, Outcome, Plan, Private, Resource,
};

use super::make::make;
use super::object::{Identity, Moment, Object};
use super::stored::stored;
use crate::clients::Clients;
use crate::identity;
use crate::svm_of;

/// The resource of an object.
#[derive(Debug)]
pub struct Enveloped<O>(PhantomData<O>);

#[async_trait]
impl<O: Object> Resource for Enveloped<O> {
    const NAME: &'static str = name_without_prefix(O::Model::TYPE);

    type Model = O::Model;
    type Clients = Clients;
    type Identity = Identity<O>;
    type Facts = Facts<O::Model>;

    fn default_timeouts() -> DefaultTimeouts {
        const { assert_svm::<O::Model>() };
        O::default_timeouts()
    }

    fn validate(config: &O::Model, diagnostics: &mut Diagnostics) {
        O::validate(config, diagnostics);
    }

    fn generate(config: &mut O::Model, state: &O::Model) {
        O::generate(config, state);
    }

    fn move_from(source: &MovedFrom) -> Outcome<Option<O::Model>> {
        O::move_from(source)
    }

    fn never_replaced(model: &O::Model) -> Option<NeverReplaced> {
        O::never_replaced(model)
    }

    fn identity(object: &O::Model, private: &Private) -> Option<Identity<O>> {
        object.identity(&identity::cluster_in(private)?)
    }

    fn stored(clients: &Clients, object: &O::Model) {
        O::announce(clients, object);
    }

    async fn facts(cx: &Cx<Clients>, plan: &Plan<O::Model>) -> Outcome<Facts<O::Model>> {
        O::announce(cx.clients(), &plan.planned);
        let own = O::facts(cx, plan).await?;
        Ok(Facts { new_name: svm_of::look_up(cx, plan).await?, own })
    }

    fn plan(plan: &mut Plan<O::Model>, facts: Option<&Facts<O::Model>>) {
        rules(plan, facts);
    }

    async fn plan_destroy(cx: &Cx<Clients>, prior: &O::Model) -> Outcome<()> {
        O::announce(cx.clients(), prior);
        O::refuse_protected(prior)?;
        O::plan_destroy(cx, prior).await
    }

    async fn create(cx: &Cx<Clients>, planned: O::Model) -> Outcome<O::Model> {
        O::announce(cx.clients(), &planned);
        let ontap = cx.clients().ontap.client().await?;
        make::<O>(cx, &ontap, planned).await
    }

    async fn read(cx: &Cx<Clients>, prior: O::Model) -> Outcome<Option<O::Model>> {
        O::announce(cx.clients(), &prior);
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &prior.subject()).await?;
        identity::refuse_another(cx, &prior.describe(), prior.id())?;
        // An object that looks changed or gone in a recent read of all objects is read by itself.
        let recent = O::recent(cx, &ontap, &prior).await;
        let found = match recent.filter(|found| prior.seen(found) == prior) {
            Some(unchanged) => unchanged,
            None => match stored::<O>(cx, &ontap, &prior).await? {
                Some(found) => found,
                // It was never made, or does not show yet: the next apply makes it.
                None if prior.id().is_null() => return Ok(Some(prior)),
                None => {
                    identity::gone_from_its_cluster(cx, &prior.subject(), recorded)?;
                    match O::made_anew(cx, &ontap, &prior).await? {
                        Some(found) => found,
                        None => return Ok(None),
                    }
                }
            },
        };
        let seen = prior.seen(&found);
        O::notice(cx, &seen, &found);
        Ok(Some(seen))
    }

    async fn update(cx: &Cx<Clients>, prior: O::Model, planned: O::Model) -> Outcome<O::Model> {
        O::announce(cx.clients(), &planned);
        if planned.differs_only_locally(&prior) && !planned.checks_locally(&prior) {
            return Ok(planned);
        }
        let ontap = identity::on_its_cluster(cx, &prior.subject()).await?;
        match stored::<O>(cx, &ontap, &prior).await? {
            Some(before) => O::change(cx, &ontap, (prior, planned), before).await,
            None if prior.id().is_null() => make::<O>(cx, &ontap, planned).await,
            None => Err(prior.gone()),
        }
    }

    async fn delete(cx: &Cx<Clients>, prior: O::Model) -> Outcome<()> {
        O::announce(cx.clients(), &prior);
        O::refuse_protected(&prior)?;
        let _departing = O::depart(cx, &prior);
        let recorded = identity::recorded_cluster(cx);
        let ontap = identity::on_its_cluster(cx, &prior.subject()).await?;
        let Some(found) = stored::<O>(cx, &ontap, &prior).await? else {
            return identity::gone_from_its_cluster(cx, &prior.subject(), recorded);
        };
        prior.refuse_unlike(&found)?;
        O::refuse_destroy(cx, &ontap, &prior, &found, Moment::Apply).await?;
        O::remove(cx, &ontap, &prior, found).await
    }

    async fn import(cx: &Cx<Clients>, id: &str) -> Outcome<O::Model> {
        import::<O>(cx, &Wanted::Id(id)).await
    }

    async fn import_by_identity(cx: &Cx<Clients>, wanted: Identity<O>) -> Outcome<O::Model> {
        identity::refuse_import_elsewhere(cx, &wanted, O::Model::KIND).await?;
        import::<O>(cx, &Wanted::Identity(&wanted)).await
    }
}

async fn import<O: Object>(cx: &Cx<Clients>, wanted: &Wanted<'_, Identity<O>>) -> Outcome<O::Model> {
    let ontap = cx.clients().ontap.client().await?;
    let found = O::import(cx, &ontap, wanted).await?;
    O::Model::refuse_import(&found)?;
    identity::remember_cluster(cx).await?;
    if O::KEEPS_UUID {
        identity::remember(cx, &O::Model::uuid(&found));
    }
    Ok(O::Model::imported(&found))
}

/// Refuses, at compile time, a model with `svm_id` that lacks [`provider_core::of_svm`]: its storage VM would be neither looked up
/// nor compared.
const fn assert_svm<M: OntapModel>() {
    assert!(has_name(M::NAMES, "svm_id") == M::BELONGS_TO_SVM, "a model with `svm_id` needs `of_svm!`");
}

/// Returns the type name without the provider's prefix, `cvo_`.
const fn name_without_prefix(type_name: &'static str) -> &'static str {
    type_name.split_at("cvo_".len()).1
}

/// Checks an object whose destroy is being planned: it must be the object in the state, and what it contains
/// may prevent the destroy.
pub async fn look_before_destroy<O: Object>(cx: &Cx<Clients>, prior: &O::Model) -> Outcome<()> {
    let recorded = identity::recorded_cluster(cx);
    let ontap = identity::on_its_cluster(cx, &prior.subject()).await?;
    match stored::<O>(cx, &ontap, prior).await? {
        Some(found) => {
            prior.refuse_unlike(&found)?;
            O::refuse_destroy(cx, &ontap, prior, &found, Moment::Plan).await
        }
        None if prior.id().is_null() => Ok(()),
        None => identity::gone_from_its_cluster(cx, &prior.subject(), recorded),
    }
}
