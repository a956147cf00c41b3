list "cvo_service_policy_move" "all" {
  provider = cvo
}
