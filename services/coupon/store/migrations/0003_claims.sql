-- +goose Up
-- Claims of one coupon in one state are listed the newest first.
ALTER TABLE sms_coupon_history DROP KEY idx_coupon_state, ADD KEY idx_coupon_state (coupon_id, state, id);
