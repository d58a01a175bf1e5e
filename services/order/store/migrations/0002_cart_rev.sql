-- +goose Up
-- Two tabs that are submitted at once, before the first order is taken out of the cart, must not both order the same goods.
ALTER TABLE oms_order
    ADD COLUMN cart_rev VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the state of the cart that it was made of; NULL: none, or given free' AFTER submit_token,
    ADD UNIQUE KEY uk_oms_order_member_cart (member_id, cart_rev);
