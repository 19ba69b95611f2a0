import { App } from "aws-cdk-lib";
import { BrowserCompatStack } from "./browser-compat-stack.ts";

new BrowserCompatStack(new App(), "browser-compat");
